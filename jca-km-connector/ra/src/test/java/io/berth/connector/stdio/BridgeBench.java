package io.berth.connector.stdio;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmHeader;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** A bridge whose program has introduced itself, and callers in front of it. */
final class BridgeBench {
  static final String CAPABILITIES =
      "{'tools':{'listChanged':true},'resources':{'subscribe':true,'listChanged':true},"
          + "'logging':{}}";

  final FakeLink child = new FakeLink();
  long now = 1;
  final Bridge bridge = new Bridge("project alpha", "/mcp", Set.of("look"), child, () -> now);

  BridgeBench() {
    CompletableFuture<String> ready = bridge.initialize();
    say(
        "{'jsonrpc':'2.0','id':1,'result':{'protocolVersion':'2025-06-18','capabilities':"
            + CAPABILITIES
            + ",'serverInfo':{'name':'fake','version':'7'},'instructions':'be kind'}}");
    if (!ready.isDone() || !ready.join().isEmpty()) {
      throw new AssertionError("handshake: " + ready);
    }
  }

  /** The program writes a line. */
  boolean say(String json) {
    return bridge.received(Line.of(json.replace('\'', '"').getBytes(UTF_8)));
  }

  /** The program answers the last request of that method. */
  void answer(String method, String result) {
    Object id = child.last(method).get("id");
    say("{'jsonrpc':'2.0','id':" + id + ",'result':" + result + "}");
  }

  /** One request over HTTP. */
  Reply send(String method, String body, String... headers) {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.put("Accept", "application/json, text/event-stream");
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], headers[i + 1]);
    }
    Reply reply = new Reply(all.get("Accept").contains("text/event-stream"));
    bridge.handle(
        new HttpIn(method, "/mcp", all::get, body.replace('\'', '"').getBytes(UTF_8)), reply);
    return reply;
  }

  Reply post(String session, String body) {
    return send("POST", body, "Mcp-Session-Id", session);
  }

  /** A modern request. */
  Reply modern(Object id, String method, String name, String params) {
    String meta =
        "'_meta':{'io.modelcontextprotocol/protocolVersion':'2026-07-28',"
            + "'io.modelcontextprotocol/clientCapabilities':{},'progressToken':'mine'}";
    return send(
        "POST",
        "{'jsonrpc':'2.0','id':"
            + id
            + ",'method':'"
            + method
            + "','params':{"
            + (params.isEmpty() ? "" : params + ",")
            + meta
            + "}}",
        "MCP-Protocol-Version",
        "2026-07-28",
        "Mcp-Method",
        method,
        "Mcp-Name",
        name);
  }

  /** A client of the era with a handshake; gives its session. */
  String client(String capabilities) {
    Reply reply =
        send(
            "POST",
            "{'jsonrpc':'2.0','id':0,'method':'initialize','params':{"
                + "'protocolVersion':'2025-11-25','capabilities':"
                + capabilities
                + ",'clientInfo':{'name':'c','version':'1'}}}");
    return header(reply, "Mcp-Session-Id");
  }

  static String header(Reply reply, String name) {
    return head(reply).headers().stream()
        .filter(header -> header.name().equals(name))
        .map(KmHeader::value)
        .findFirst()
        .orElse("");
  }

  static Reply.Head head(Reply reply) {
    try {
      if (!reply.await(Duration.ZERO)) {
        throw new AssertionError("no answer yet");
      }
      return reply.head();
    } catch (KmException e) {
      throw new AssertionError(e);
    }
  }

  static int status(Reply reply) {
    return head(reply).status();
  }

  /** The one JSON document of an answer. */
  static Map<String, Object> json(Reply reply) {
    try {
      return FakeLink.read(reply.body().readNBytes((int) head(reply).length()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The next events of a stream, so many. */
  static List<Map<String, Object>> events(Reply reply, int count) {
    List<Map<String, Object>> events = new ArrayList<>();
    try {
      InputStream body = reply.body();
      byte[] buffer = new byte[1 << 20];
      for (int i = 0; i < count; i++) {
        int length = body.read(buffer);
        String event = new String(buffer, 0, length, UTF_8);
        events.add(
            FakeLink.read(event.replaceFirst("(?s)^event: message\ndata: ", "").getBytes(UTF_8)));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return events;
  }

  static Object at(Map<String, Object> message, String... path) {
    Object value = message;
    for (String name : path) {
      value = ((Map<?, ?>) value).get(name);
    }
    return value;
  }
}
