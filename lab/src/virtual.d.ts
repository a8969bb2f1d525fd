declare module "virtual:study-titles" {
  const titles: readonly {
    readonly id: string;
    readonly slug: string;
    readonly title: import("@convoke/studies").Localized;
  }[];
  export default titles;
}
declare module "virtual:photograph" {
  /** Where the file lies: `build/photograph.ts` makes it. */
  const address: string;
  export default address;
}
