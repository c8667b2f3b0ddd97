/** What stands for `evaluate` in processes that run tests or ask laws: itself, or `compile`. */

export const engines = ['evaluate', 'compile'] as const
export type Engine = (typeof engines)[number]

export const isEngine = (name: string): name is Engine => (engines as readonly string[]).includes(name)

/** The environment of a process by which typescript-hooks.mjs knows the engine. */
export const environmentWith = (engine: Engine): NodeJS.ProcessEnv => ({ ...process.env, COTANGENT_ENGINE: engine })

/** The engine of this process. */
export const engineHere = (): Engine => (process.env['COTANGENT_ENGINE'] === 'compile' ? 'compile' : 'evaluate')
