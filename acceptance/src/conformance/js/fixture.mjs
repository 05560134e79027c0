// The server that the conformance suite expects to find: its tools, resources and prompts, on the reference
// implementation of the revisions with a handshake. As a KM over HTTP (node fixture.mjs http PORT: sessions and
// event streams, loopback only) or over stdio (node fixture.mjs stdio). Does nothing beside that.
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import * as t from '@modelcontextprotocol/sdk/types.js';

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';
const WAV = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=';

const text = (words) => ({ type: 'text', text: words });
const image = { type: 'image', data: PNG, mimeType: 'image/png' };
const audio = { type: 'audio', data: WAV, mimeType: 'audio/wav' };
const resource = (uri, mimeType, words) => ({ type: 'resource', resource: { uri, mimeType, text: words } });
const said = (...content) => ({ content });
const NONE = { type: 'object', properties: {} };
const needs = (name) => ({ type: 'object', properties: { [name]: { type: 'string' } }, required: [name] });

const DEFAULTS = {
  name: { type: 'string', default: 'John Doe' },
  age: { type: 'integer', default: 30 },
  score: { type: 'number', default: 95.5 },
  status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
  verified: { type: 'boolean', default: true },
};
const titled = (noun) => [1, 2, 3].map((n) => ({ const: `value${n}`, title: `${noun} ${n}` }));
const ENUMS = {
  untitledSingle: { type: 'string', enum: ['option1', 'option2', 'option3'] },
  titledSingle: { type: 'string', oneOf: titled('Option') },
  legacyEnum: { type: 'string', enum: ['opt1', 'opt2', 'opt3'], enumNames: ['Option One', 'Option Two', 'Option Three'] },
  untitledMulti: { type: 'array', items: { type: 'string', enum: ['option1', 'option2', 'option3'] } },
  titledMulti: { type: 'array', items: { anyOf: titled('Choice') } },
};

async function elicited(extra, message, properties, required = []) {
  const requestedSchema = { type: 'object', properties, required };
  const answer = await extra.sendRequest({ method: 'elicitation/create', params: { message, requestedSchema } }, t.ElicitResultSchema);
  return said(text(`Elicitation completed: action=${answer.action}, content=${JSON.stringify(answer.content ?? {})}`));
}

const TOOLS = {
  test_simple_text: [NONE, () => said(text('This is a simple text response for testing.'))],
  test_image_content: [NONE, () => said(image)],
  test_audio_content: [NONE, () => said(audio)],
  test_embedded_resource: [NONE, () => said(resource('test://embedded-resource', 'text/plain', 'This is an embedded resource content.'))],
  test_multiple_content_types: [NONE, () => said(text('Multiple content types test:'), image,
    resource('test://mixed-content-resource', 'application/json', '{"test":"data","value":123}'))],
  test_error_handling: [NONE, () => ({ isError: true, ...said(text('This tool intentionally returns an error for testing')) })],
  test_tool_with_logging: [NONE, async (args, extra) => {
    for (const data of ['Tool execution started', 'Tool processing data', 'Tool execution completed']) {
      await extra.sendNotification({ method: 'notifications/message', params: { level: 'info', data } });
      await pause(50);
    }
    return said(text('done'));
  }],
  test_tool_with_progress: [NONE, async (args, extra) => {
    const progressToken = extra._meta?.progressToken;
    for (const progress of [0, 50, 100]) {
      if (progressToken !== undefined) {
        await extra.sendNotification({ method: 'notifications/progress', params: { progressToken, progress, total: 100 } });
      }
      await pause(50);
    }
    return said(text('done'));
  }],
  test_sampling: [needs('prompt'), async (args, extra) => {
    const params = { messages: [{ role: 'user', content: text(args.prompt) }], maxTokens: 100 };
    const answer = await extra.sendRequest({ method: 'sampling/createMessage', params }, t.CreateMessageResultSchema);
    return said(text(`LLM response: ${answer.content.text}`));
  }],
  test_elicitation: [needs('message'), (args, extra) => elicited(extra, args.message,
    { username: { type: 'string', description: 'Who answers' }, email: { type: 'string', description: 'Where to write' } },
    ['username', 'email'])],
  test_elicitation_sep1034_defaults: [NONE, (args, extra) => elicited(extra, 'Look at the defaults', DEFAULTS)],
  test_elicitation_sep1330_enums: [NONE, (args, extra) => elicited(extra, 'Choose', ENUMS)],
};

const PROMPTS = {
  test_simple_prompt: [[], () => [text('This is a simple prompt for testing.')]],
  test_prompt_with_arguments: [['arg1', 'arg2'], (a) => [text(`Prompt with arguments: arg1='${a.arg1}', arg2='${a.arg2}'`)]],
  test_prompt_with_embedded_resource: [['resourceUri'], (a) => [
    resource(a.resourceUri, 'text/plain', 'Embedded resource content for testing.'),
    text('Please process the embedded resource above.')]],
  test_prompt_with_image: [[], () => [image, text('Please analyze the image above.')]],
};

function contents(uri) {
  const id = /^test:\/\/template\/([^/]+)\/data$/.exec(uri)?.[1];
  if (uri === 'test://static-text' || uri === 'test://watched-resource') {
    return { uri, mimeType: 'text/plain', text: 'This is the content of the static text resource.' };
  } else if (uri === 'test://static-binary') {
    return { uri, mimeType: 'image/png', blob: PNG };
  } else if (id) {
    return { uri, mimeType: 'application/json', text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` }) };
  }
  throw new t.McpError(-32002, 'Resource not found', { uri });
}

function server() {
  const made = new Server({ name: 'conformance-fixture', version: '1.0.0' },
    { capabilities: { tools: {}, resources: { subscribe: true }, prompts: {}, completions: {}, logging: {} } });
  const on = (schema, answer) => made.setRequestHandler(schema, answer);
  const one = (of, name) => of[name] ?? (() => { throw new t.McpError(t.ErrorCode.InvalidParams, `There is no ${name}`); })();
  on(t.ListToolsRequestSchema, () => ({ tools: Object.entries(TOOLS).map(([name, [inputSchema]]) => ({ name, description: name, inputSchema })) }));
  on(t.CallToolRequestSchema, ({ params }, extra) => one(TOOLS, params.name)[1](params.arguments ?? {}, extra));
  on(t.ListPromptsRequestSchema, () => ({ prompts: Object.entries(PROMPTS).map(([name, [names]]) =>
    ({ name, description: name, arguments: names.map((n) => ({ name: n, description: n, required: true })) })) }));
  on(t.GetPromptRequestSchema, ({ params }) => ({
    messages: one(PROMPTS, params.name)[1](params.arguments ?? {}).map((content) => ({ role: 'user', content })) }));
  on(t.ListResourcesRequestSchema, () => ({ resources: ['static-text', 'static-binary', 'watched-resource'].map((name) =>
    ({ uri: `test://${name}`, name, mimeType: name.endsWith('binary') ? 'image/png' : 'text/plain' })) }));
  on(t.ListResourceTemplatesRequestSchema, () => ({
    resourceTemplates: [{ uriTemplate: 'test://template/{id}/data', name: 'template', mimeType: 'application/json' }] }));
  on(t.ReadResourceRequestSchema, ({ params }) => ({ contents: [contents(params.uri)] }));
  on(t.SubscribeRequestSchema, () => ({}));
  on(t.UnsubscribeRequestSchema, () => ({}));
  on(t.CompleteRequestSchema, () => ({ completion: { values: ['paris', 'park', 'party'], total: 3, hasMore: false } }));
  return made;
}

const LOOPBACK = /^(https?:\/\/)?(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;
const sessions = new Map();

async function answer(request, response) {
  if (request.url === '/health') {
    return response.writeHead(200).end('ok');
  }
  const { host, origin } = request.headers;
  if (!LOOPBACK.test(host ?? '') || (origin && !LOOPBACK.test(origin))) {
    return response.writeHead(403).end('not from there');
  }
  const id = request.headers['mcp-session-id'];
  let transport = sessions.get(id);
  if (id && !transport) {
    const error = { code: -32001, message: 'Session not found' };
    return response.writeHead(404, { 'Content-Type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id: null, error }));
  }
  if (!transport) {
    transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (given) => sessions.set(given, transport),
      onsessionclosed: (ended) => sessions.delete(ended),
    });
    await server().connect(transport);
  }
  await transport.handleRequest(request, response);
}

if (process.argv[2] === 'stdio') {
  await server().connect(new StdioServerTransport());
} else {
  http.createServer((request, response) => answer(request, response).catch((failure) => {
    console.error(failure);
    response.destroy();
  })).listen(Number(process.argv[3]), '127.0.0.1');
}
process.on('SIGTERM', () => process.exit(0));
