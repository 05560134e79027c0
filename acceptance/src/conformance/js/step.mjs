// Loaded into the conformance suite before it (node --import): says on its own line which scenario begins, and waits
// for a line on standard input. So one process of the suite runs all scenarios, and whoever started it can do
// something to the server between two of them. Changes nothing else.
import { readSync } from 'node:fs';

const BEGIN = /^\n=== Running scenario: (.+) ===$/;
const print = console.log;

console.log = (...words) => {
  const scenario = BEGIN.exec(words[0])?.[1];
  print(...words);
  if (scenario) {
    print(`BEGINS ${scenario}`);
    readSync(0, new Uint8Array(1));
  }
};
