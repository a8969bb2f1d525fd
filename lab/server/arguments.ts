/** What `npm start` may be told about the lab. */

export interface Arguments {
  /** Null: the usual one, or another when that is taken. */
  readonly port: number | null;
  readonly open: boolean;
  readonly help: boolean;
}

export const HELP = `npm start                        builds the lab, serves it on this machine and opens it
                                 构建实验室，在本机提供并打开
  --port N                       this port and no other (0: any that is free)  只用这个端口
  --no-open                      only says where it is                         只给出地址
npm start -- IN OUT --kernel K   filters a picture instead                     改为对图片滤波`;

/** The arguments, or one sentence on what is wrong with them. */
export function readArguments(args: readonly string[]): Arguments | string {
  let port: number | null = null;
  let open = true;
  let help = false;
  for (let i = 0; i < args.length; i++) {
    const [name, ...rest] = args[i].split("=");
    const value = rest.length > 0 ? rest.join("=") : undefined;
    if (name === "--port") {
      const text = value ?? args[++i] ?? "nothing";
      port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
      if (!(port <= 65535))
        return `expected a whole number from 0 to 65535 for --port, got ${text}`;
    } else if (args[i] === "--no-open") open = false;
    else if (args[i] === "--help" || args[i] === "-h") help = true;
    else return `expected --port N, --no-open or --help, got ${args[i]}`;
  }
  return { port, open, help };
}
