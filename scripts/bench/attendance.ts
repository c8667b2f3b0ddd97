/** Who is there to be measured, once those that are not have been sent for. */
import { spawnSync } from 'node:child_process'
import { compilerAtHand } from './compiler.ts'
import { type Contestant, contestants, isC } from './contestants.ts'
import { installedPeers, installPeers, type Peer, peers } from './processes.ts'

export interface Attendance {
  readonly whos: readonly Contestant[]
  readonly peers: readonly Peer[]
  readonly versions: Partial<Record<Peer, string>>
}

/** What a contestant needs beside what every checkout has. */
const needs: Partial<Record<Contestant, readonly Peer[]>> = {
  'tfjs-wasm': ['tfjs', 'tfjs-wasm'],
  'tfjs-cpu': ['tfjs'],
  'jax-js': ['jax-js'],
}

type Command = readonly [command: string, ...args: string[]]
const succeeds = ([command, ...args]: Command): boolean => spawnSync(command, args, { stdio: 'ignore' }).status === 0

const torch: Command = ['python3', '-c', 'import torch']

export const atHand = (note: (text: string) => void): Attendance => {
  const missing = () => (Object.keys(peers) as Peer[]).filter((peer) => installedPeers()[peer] === undefined)
  if (missing().length > 0) {
    note('installing the peers in scripts/bench ...')
    installPeers()
  }
  for (const peer of missing()) note(`${peers[peer]} is absent: npm ci --prefix scripts/bench failed`)
  const versions = installedPeers()
  const present = Object.keys(versions) as Peer[]
  const withCompiler = compilerAtHand()
  const there = (who: Contestant): boolean => {
    if (isC(who)) return withCompiler
    if (who === 'torch') return succeeds(torch)
    return (needs[who] ?? []).every((peer) => present.includes(peer))
  }
  const whos = contestants.filter(there)
  return { whos, peers: present, versions }
}

/** Libraries in C++, which have no program here, and what tells whether they are there. */
const outside: Readonly<Record<string, Command>> = {
  adolc: ['g++', '-E', '-include', 'adolc/adolc.h', '-x', 'c++', '/dev/null'],
  ceres: ['g++', '-E', '-include', 'ceres/jet.h', '-x', 'c++', '/dev/null'],
}

/** Everybody who is not measured, with a word why. */
export const absent = (whos: readonly Contestant[]): readonly string[] => [
  ...contestants
    .filter((who) => !whos.includes(who))
    .map((who) => `${who}: skipped, ${isC(who) ? 'no gcc' : 'absent'}`),
  ...Object.entries(outside).map(
    ([who, command]) => `${who}: skipped, ${succeeds(command) ? 'there is no program for it here' : 'absent'}`,
  ),
]
