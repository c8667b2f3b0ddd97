// Lets Node run TypeScript: `node --import ./scripts/typescript.mjs file.ts`. Types are stripped, names are left alone.
import { register } from 'node:module'

register(new URL('./typescript-hooks.mjs', import.meta.url))
