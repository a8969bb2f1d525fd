/** The look of a page: one column, readable at phone width, dark where the reader's screen is, fit for print. */
export const STYLE = `
:root{color-scheme:light dark;--ink:#1f2328;--paper:#fff;--line:#d0d7de;--soft:#f6f8fa;--good:#1a7f37;--bad:#b42318;--lit:#ffe08a}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--paper:#0d1117;--line:#3d444d;--soft:#161b22;--good:#3fb950;--bad:#ff7b72;--lit:#7d5b00}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:46rem;padding:1rem;color:var(--ink);background:var(--paper);font:1rem/1.6 system-ui,"Noto Sans CJK SC","PingFang SC",sans-serif;overflow-wrap:break-word}
h1{line-height:1.25;margin:.5rem 0}h2{margin-top:2rem;border-bottom:1px solid var(--line)}
.claim{border-left:4px solid var(--line);padding-left:.8rem}
.verdict{font-size:1.1rem;padding:.6rem .8rem;background:var(--soft);border-radius:.4rem}
figure{margin:1rem 0}figcaption{font-size:.9rem;font-weight:600}
.scroll,figure.formula{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums}
td,th{border:1px solid var(--line);padding:.1rem .45rem;text-align:right}
table.words td:first-child,table.words th:first-child,table.statements td{text-align:left}
img,svg{max-width:100%;height:auto}img{image-rendering:auto;min-width:min(12rem,100%)}audio{width:100%}
svg text{font:11px system-ui,sans-serif;fill:currentColor}svg .grid{stroke:var(--line)}
p{overflow-x:auto;overflow-y:hidden}
.legend span{margin-right:1rem}.ok{color:var(--good)}.no{color:var(--bad)}
td.lit{background:var(--lit)}.mark0{background:#1f6feb33}.mark1{background:#d1242f33}.mark2{background:#1a7f3733}.mark3{background:#8250df33}.mark4{background:#bf870033}.mark5{background:#0a7ea433}
nav button{font:inherit;padding:.2rem .7rem;border:1px solid var(--line);border-radius:.4rem;background:var(--soft);color:inherit;cursor:pointer}
nav button[aria-pressed=true]{font-weight:700;outline:2px solid var(--line)}
:root[data-language=en] [lang=zh],:root[data-language=zh] [lang=en]{display:none}
@media print{nav{display:none}body{max-width:none}figure,tr{break-inside:avoid}}
`;

/** Switches the language, and lights up what an element of a matrix is made of. */
export const SCRIPT = `
const root=document.documentElement,buttons=[...document.querySelectorAll("nav button")];
const choose=(l)=>{root.dataset.language=l;for(const b of buttons)b.setAttribute("aria-pressed",String(b.value===l))};
for(const b of buttons)b.addEventListener("click",()=>choose(b.value));choose(root.dataset.language);
const light=(cell,on)=>{const s=cell.closest("article");const t=s&&s.querySelector('[data-matrix="'+cell.dataset.to+'"]');
cell.classList.toggle("lit",on);if(t)for(const at of cell.dataset.from.split(" ")){const c=t.querySelector('[data-at="'+at+'"]');if(c)c.classList.toggle("lit",on)}};
for(const cell of document.querySelectorAll("td[data-to]")){cell.tabIndex=0;for(const [e,on] of [["mouseenter",1],["mouseleave",0],["focus",1],["blur",0]])cell.addEventListener(e,()=>light(cell,!!on))}
`;
