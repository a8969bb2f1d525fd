import type { StudyText } from "../model/study.ts";

export const zh: StudyText = {
  title: "二阶导数，以及它过零处的边缘",
  claim:
    "卷积核 [0 1 0; 1 −4 1; 0 1 0] 与 [1 1 1; 1 −8 1; 1 1 1] 给出图像的二阶导数 ∇²f，响应过零之处就是边缘。",
  why: [
    "由泰勒展开，$\\sum k_{ab} f(x+a, y+b) = \\sum_{m,n} \\mu_{mn} / (m!\\,n!) \\; \\partial_x^{m}\\partial_y^{n} f$，其中矩 $\\mu_{mn} = \\sum k_{ab}\\,a^{m} b^{n}$。两个核总和都是 $0$ 且对称，所以首先起作用的是二阶矩：四邻域 $\\mu_{20} = \\mu_{02} = 2$，得到 $\\nabla^2 f$；八邻域有三行在两侧都有邻点，每个二阶矩是 $3 \\cdot 2$，得到的是 $3\\nabla^2 f$，除以三才是导数。",
    "四邻域的误差是 $\\frac{1}{12}(\\partial_x^4 + \\partial_y^4) f$；八邻域除以三之后，在此之上还多 $\\frac{1}{3}\\partial_x^2\\partial_y^2 f$。从各个方向看都一样的应是 $\\nabla^4 = \\partial_x^4 + 2\\partial_x^2\\partial_y^2 + \\partial_y^4$ 的倍数，两者都不是，它们的平均却是。",
    "柔和的边缘在正中最陡，那里坡度取最大值，坡度的导数过零。但坡度也有最小值，例如两级台阶之间，那里二阶导数同样过零。在弯曲的边缘上 $\\nabla^2 f = f_{rr} + f_r / r$：最陡处 $f_{rr} = 0$，还剩下 $f_r / r$，于是过零点向外移。",
  ],
  steps: {
    kernels: {
      title: "它们估计什么",
      text: "四邻域给出拉普拉斯的 {=gainFour} 倍，八邻域给出 {=gainEight} 倍。秩为 {=rankFour} 与 {=rankEight}：都不是一列乘一行，而是两个这样的乘积之和。",
    },
    isotropy: {
      title: "各方向都一样吗",
      text: "在同一频率的圆上，响应偏离常数多少（百分比）。低频时两个核偏离得一样多，方向相反；两者的平均（后者先除以三）则几乎不偏离。",
    },
    profile: {
      title: "不是边缘的过零点",
      text: "{=stepCount} 级台阶，却有 {=count} 个过零点，在第 {=places} 列：中间那个恰在亮度最平缓之处。",
    },
    photo: {
      title: "照片的边缘",
      text: "{=source}，邻域为 {=neighbours}。不作模糊时，{=rawShare} % 的像素处变号，因为噪声也会使它变号。先用 σ = {=sigma} 的高斯核模糊，再要求变化大于 {=threshold}，剩下 {=edgeShare} %。",
    },
  },
  statements: {
    laplacian: "对三次多项式，两个核都给出 ∇²f。",
    edges: "在柔和的直边缘上响应过零，与边缘的位置相差不到四分之一像素。",
    crossings: "响应过零之处就是边缘：那里坡度最陡。",
    moments: "四邻域的二阶矩是 (2, 0, 2)，八邻域是 (6, 0, 6)。",
    multiple: "对三次多项式，它们恰好给出 ∇²f 与 3∇²f。",
    third: "八邻域核的三分之一估计的是 ∇²f。",
    rank: "两者的秩都是 2，恰好等于两个可分离核之和。",
    mean: "前者的一半加后者的六分之一，是 [1 4 1; 4 −20 4; 1 4 1] / 6。",
    round: "这个核的误差是 ∇⁴f / 12：各方向相同。",
    separable: "这些核是可分离的。",
    rounder: "把对角线也算上，误差就更少依赖方向。",
    curved: "在弯曲的边缘上，过零点就在坡度最陡之处。",
  },
  boundary:
    "要得到导数，八邻域核须除以 {=gainEight}。边缘都是过零点：直边缘误差不到一个像素，弯曲的边缘则向外移；但过零点并不都是边缘，噪声和台阶之间的平缓处也过零。所以检测边缘要先模糊，再看过零处有多陡。",
  words: {
    four: "四邻域",
    eight: "八邻域",
    round: "两者的平均",
    taylor: "泰勒展开",
    kernel: "卷积核",
    estimates: "估计",
    error: "误差",
    rank: "秩",
    isotropy: "偏离圆的程度（%）",
    frequency: "每像素周期数",
    answers: "对它们的响应",
    profile: "两级台阶",
    column: "列",
    brightness: "亮度",
    response: "响应",
    photo: "照片",
    blurred: "模糊后的拉普拉斯",
    edges: "过零点",
    neighbours: "邻域",
    value: "值",
    other: "应为",
    row: "行",
    place: "所在列",
    slope: "坡度",
    steeper: "一个像素之外的坡度",
    radius: "半径",
  },
};
