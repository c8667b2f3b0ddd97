/** A measured process as its parent sees it: started, told what to time, ended. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** What a process says once it has its result: nothing, or what else it knows of its work. */
export interface Ready {
  /** Operations of the primal and of the derivative, where they are known. */
  readonly operations?: readonly [primal: number, derivative: number]
  /** What came before the first result, in milliseconds. */
  readonly compile?: number
  readonly error?: string
}

export type Part = 'value' | 'derivative'

export interface Child {
  readonly ready: Ready
  /** Times of one run each in microseconds, of runs that last so many milliseconds together. */
  readonly times: (part: Part, milliseconds: number) => Promise<readonly number[]>
  readonly end: () => void
}

const lastError = (text: string): string | undefined => /^.*(?:Error|FATAL|error:).*$/m.exec(text)?.[0]?.trim()

/** The lines of a process, one a request; throws where there is none within the limit. */
const lines = (child: ChildProcess, limit: number) => {
  let said = ''
  child.stderr!.on('data', (text) => {
    said = `${said}${text}`.slice(-4000)
  })
  const reader = createInterface({ input: child.stdout! })[Symbol.asyncIterator]()
  return async (): Promise<string> => {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, fail) => {
      timer = setTimeout(() => fail(new Error(`no answer within ${limit / 1000} s`)), limit)
    })
    const line = await Promise.race([reader.next(), late]).finally(() => clearTimeout(timer))
    if (line.done) throw new Error(lastError(said) ?? 'ended without an answer')
    return line.value
  }
}

/** Starts a program and waits until it is ready. */
export const start = async (command: string, args: readonly string[], limit: number): Promise<Child> => {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  child.on('error', () => {})
  child.stdin.on('error', () => {})
  const next = lines(child, limit)
  const end = (): void => {
    child.stdin.end()
    child.kill()
  }
  try {
    const ready = JSON.parse(await next()) as Ready
    if (ready.error !== undefined) throw new Error(ready.error)
    const times: Child['times'] = async (part, milliseconds) => {
      child.stdin.write(`${part} ${milliseconds}\n`)
      return (await next()).trim().split(' ').map(Number)
    }
    return { ready, times, end }
  } catch (e) {
    end()
    throw e
  }
}
