import { shellWords } from "../../words/shell.ts";

export default function Studies() {
  return <h1>{shellWords().studies}</h1>;
}
