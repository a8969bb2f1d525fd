import { shellWords } from "../../words/shell.ts";

export default function Models() {
  return <h1>{shellWords().models}</h1>;
}
