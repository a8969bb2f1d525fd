import { shellWords } from "../../words/shell.ts";

export default function Cost() {
  return <h1>{shellWords().cost}</h1>;
}
