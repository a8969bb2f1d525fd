declare module "virtual:study-titles" {
  const titles: readonly {
    readonly id: string;
    readonly slug: string;
    readonly title: import("@convoke/studies").Localized;
  }[];
  export default titles;
}
