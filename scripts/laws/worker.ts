/** A process that asks laws of what it is told, one task after another. */
import { answersOf, type Row, type Settings } from './hold.ts'
import { type Hunt, hunt } from './kill.ts'

export type Task =
  | { readonly kind: 'laws'; readonly row: Row; readonly settings: Settings }
  | { readonly kind: 'mutants'; readonly place: string; readonly settings: Hunt }

process.on('message', (task: Task) => {
  process.send?.(task.kind === 'laws' ? answersOf(task.row, task.settings) : hunt(task.place, task.settings))
})
