declare module "virtual:photograph" {
  /** Where the file lies: `build/photograph.ts` makes it. */
  const address: string;
  export default address;
}
