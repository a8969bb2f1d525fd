import { shellWords } from "../../words/shell.ts";

export default function Workshop() {
  return <h1>{shellWords().workshop}</h1>;
}
