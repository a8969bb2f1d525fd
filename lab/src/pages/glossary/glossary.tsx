import { shellWords } from "../../words/shell.ts";

export default function Glossary() {
  return <h1>{shellWords().glossary}</h1>;
}
