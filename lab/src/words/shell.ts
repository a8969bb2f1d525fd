/** Words of the frame around every page. */
import { words } from "../state/language.ts";

const en = {
  skip: "Skip to the page",
  pages: "Pages",
  home: "Photograph",
  bench: "Bench",
  studies: "Studies",
  workshop: "Workshop",
  cost: "Cost",
  models: "Models",
  glossary: "Glossary",
  language: "Language",
  theme: "Colours",
  themes: { system: "as the system", light: "light", dark: "dark" },
  loading: "Loading…",
  missing: (page: string) => `There is no page “${page}”. The pages are above.`,
  threads: (n: number) => (n === 1 ? "1 thread" : `${n} threads`),
  isolated: (most: number) =>
    `This page is cross-origin isolated: ${most} threads share one memory. Everything runs in this browser; nothing is sent.`,
  reload: "Threads are ready: reload once to use them. Nothing you set is lost.",
  reloadNow: "Reload",
  waiting: "One thread so far: the service worker that isolates this page is being installed.",
  impossible:
    "One thread: this host sends no isolation headers, and the browser gives this page no service worker.",
  offline: "This page also works without a network.",
  menu: "Menu",
  newer:
    "A new version of the lab is ready. Reload to use it; nothing you set in the link is lost.",
  went: "Something went wrong that nobody expected:",
  lost: "A part of this page could not be loaded. Reload to try again; nothing you set in the link is lost.",
  copyLink: "Copy link",
  copied: "Copied",
  close: "Close",
};

const zh: typeof en = {
  skip: "跳到正文",
  pages: "页面",
  home: "照片",
  bench: "实验台",
  studies: "习题研究",
  workshop: "卷积核工坊",
  cost: "开销",
  models: "模型",
  glossary: "术语表",
  language: "语言",
  theme: "配色",
  themes: { system: "跟随系统", light: "浅色", dark: "深色" },
  loading: "正在加载…",
  missing: (page) => `没有“${page}”这个页面。可用的页面在上方。`,
  threads: (n) => `${n} 个线程`,
  isolated: (most) =>
    `本页处于跨源隔离状态：${most} 个线程共享同一块内存。一切都在这个浏览器里运行，不会发送任何数据。`,
  reload: "线程已就绪：重新加载一次即可使用。您的设置不会丢失。",
  reloadNow: "重新加载",
  waiting: "暂时只有一个线程：负责隔离本页的 Service Worker 正在安装。",
  impossible:
    "只有一个线程：此主机没有发送隔离所需的响应头，浏览器也没有为本页提供 Service Worker。",
  offline: "没有网络时本页也能使用。",
  menu: "菜单",
  newer: "实验室有了新版本。重新加载即可使用；链接里的设置都会保留。",
  went: "出现了意料之外的错误：",
  lost: "本页有一部分未能加载。请重新加载再试；链接里的设置都会保留。",
  copyLink: "复制链接",
  copied: "已复制",
  close: "关闭",
};

export const shellWords = words({ en, zh });
