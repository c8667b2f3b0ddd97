import { iris, rosenbrockOf } from './compare/builtin.ts'
import { rowsOf } from './compare/rows.ts'
import { tableOf } from './compare/table.ts'
import { documentOf } from './compare/document.ts'
let t = performance.now()
for (const p of [iris(), rosenbrockOf(10)]) {
const rows = rowsOf(p)
console.log(tableOf(p,rows))
if (p.name !== 'iris') console.log(JSON.stringify(documentOf(p,rows)).slice(0,1500))
console.log(performance.now()-t)
}
