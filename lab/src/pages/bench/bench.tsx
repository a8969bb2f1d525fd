import { shellWords } from "../../words/shell.ts";

export default function Bench() {
  return <h1>{shellWords().bench}</h1>;
}
