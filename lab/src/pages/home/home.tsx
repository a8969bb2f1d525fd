import { shellWords } from "../../words/shell.ts";

export default function Home() {
  return <h1>{shellWords().home}</h1>;
}
