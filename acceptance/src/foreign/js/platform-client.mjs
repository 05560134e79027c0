// An agent with the public TypeScript client (v2): node platform-client.mjs MODULE URL ERA AGENT, the token in
// BERTH_TOKEN. ERA is a revision, or "auto" or "legacy". Prints one line of JSON: what it agreed on and what it did.
const [module, url, era, agent] = process.argv.slice(2);
const { Client, StreamableHTTPClientTransport } = await import(module);
const mode = /^\d/.test(era) ? { pin: era } : era;
const client = new Client(
  { name: 'platform-client', version: '1' },
  { versionNegotiation: { mode } });
await client.connect(new StreamableHTTPClientTransport(new URL(url), {
  requestInit: { headers: { Authorization: `Bearer ${process.env.BERTH_TOKEN}` } },
}));
const call = async (name, args) => {
  const result = await client.callTool({ name, arguments: args });
  return { error: result.isError === true, ...JSON.parse(result.content[0].text) };
};
const me = { agent_id: agent };
const { tools } = await client.listTools();
await call('register_agent', { ...me, name: 'Typed', role: 'developer' });
const given = await call('request_next_task', { ...me, wait: 'PT5S' });
const about = { ...me, task_id: given.task.id };
const wrong = await call('report_task_progress', { ...about, status: 'completed', attempt: 99 });
const done = await call('report_task_progress', { ...about, status: 'completed', evidence: 'seen' });
console.log(JSON.stringify({
  version: client.getNegotiatedProtocolVersion?.() ?? null,
  server: client.getServerVersion()?.name,
  tools: tools.map((tool) => tool.name),
  wrong: wrong.type,
  done: done.status,
}));
await client.close();
