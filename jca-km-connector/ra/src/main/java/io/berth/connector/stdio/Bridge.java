package io.berth.connector.stdio;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.mcp.Json;
import io.berth.mcp.JsonException;
import io.berth.mcp.JsonLimits;
import io.berth.mcp.McpHeaders;
import io.berth.mcp.ProtocolVersion;
import io.berth.mcp.RequestMeta;
import io.berth.mcp.RpcError;
import io.berth.mcp.RpcException;
import io.berth.mcp.RpcMessage;
import io.berth.mcp.RpcReader;
import io.berth.mcp.RpcReply;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * One program that speaks MCP over its standard input and output, and many callers that speak it
 * over HTTP, in either era. For one generation. Callers' threads and the reader of the program's
 * output call it; each step runs under one lock and waits for nobody.
 */
public final class Bridge {
  /** The largest message of a caller. */
  public static final int MOST_REQUEST_BYTES = JsonLimits.REQUEST.maxBytes();

  /** The largest message of the program: images travel in them as text. */
  static final int MOST_LINE_BYTES = 32 << 20;

  private static final int DEPTH = 128;
  private static final int USELESS_IN_A_ROW = 10_000;
  private static final long FLOOD_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int GARBAGE_NOTED = 20;

  /** How long a program at work may say nothing at all. */
  private static final Duration SILENCE = Duration.ofMinutes(15);

  private static final Json REQUESTS = new Json(JsonLimits.REQUEST);
  private static final Json LINES =
      new Json(new JsonLimits(MOST_LINE_BYTES, DEPTH, MOST_LINE_BYTES));

  private final String name;
  private final String path;
  private final LongSupplier nanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Sessions sessions = new Sessions();
  private final Listeners listeners = new Listeners();
  private final Child child;
  private final ModernDoor modern;
  private final LegacyDoor legacy;
  private final Inbox inbox;

  private String over = "";
  private long heardAt;
  private int useless;
  private long uselessSince;
  private int garbage;
  private String firstGarbage = "";

  /**
   * @param name of the process, for people
   * @param path where its MCP endpoint is asked for
   * @param readOnlyTools tools that may be called again when an answer is lost
   */
  Bridge(String name, String path, Set<String> readOnlyTools, ChildLink link, LongSupplier nanos) {
    this.name = name;
    this.path = path;
    this.nanos = nanos;
    this.child = new Child(link);
    Questions questions = new Questions(child, sessions);
    Forward forward = new Forward(name, child, readOnlyTools, nanos);
    this.modern = new ModernDoor(child, listeners, forward);
    this.legacy = new LegacyDoor(child, sessions, listeners, questions, forward);
    this.inbox = new Inbox(name, child, sessions, listeners, questions, modern);
    this.heardAt = nanos.getAsLong();
  }

  // ---- Berth itself ----

  /**
   * The handshake. Completes with an empty text when the program may be used, else with what is
   * wrong.
   */
  CompletableFuture<String> initialize() {
    Map<String, Object> params = new LinkedHashMap<>();
    params.put("protocolVersion", ProtocolVersion.V2025_11_25.label());
    params.put(
        "capabilities",
        Map.of(
            "roots", Map.of("listChanged", true), "sampling", Map.of(), "elicitation", Map.of()));
    params.put("clientInfo", Map.of("name", "berth", "version", "1"));
    CompletableFuture<String> done = new CompletableFuture<>();
    lock.lock();
    try {
      child.ask("initialize", params, nanos.getAsLong(), answer -> done.complete(agreed(answer)));
    } finally {
      lock.unlock();
    }
    return done;
  }

  private String agreed(Map<String, Object> answer) {
    if (answer.isEmpty()) {
      return "it ended before it answered initialize";
    }
    if (!(answer.get("result") instanceof Map<?, ?>)) {
      return "it refused initialize: " + Messages.object(answer, "error").get("message");
    }
    Map<String, Object> result = Messages.object(answer, "result");
    Object version = result.get("protocolVersion");
    ProtocolVersion known = ProtocolVersion.of(String.valueOf(version));
    if (known == null || known.modern()) {
      return "it answered initialize with revision " + version + ", which Berth does not speak";
    }
    child.introduced(result);
    child.tell("notifications/initialized", Map.of());
    return "";
  }

  /** What is wrong with it; empty when it answers, or is at work. Waits at most so long. */
  public String complaint(Duration timeout) {
    CompletableFuture<Boolean> pong = new CompletableFuture<>();
    lock.lock();
    try {
      if (!over.isEmpty()) {
        return over;
      }
      if (!child.ask("ping", Map.of(), nanos.getAsLong(), answer -> pong.complete(true))) {
        return "it reads nothing from its standard input";
      }
    } finally {
      lock.unlock();
    }
    try {
      pong.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    } catch (ExecutionException | TimeoutException silent) {
      return silent(timeout);
    }
  }

  /** why: a program with one thread answers no ping while it works on a call. */
  private String silent(Duration timeout) {
    lock.lock();
    try {
      long calls = child.calls().values().stream().filter(call -> call.reply() != null).count();
      Duration quiet = Duration.ofNanos(nanos.getAsLong() - heardAt);
      child.calls().values().removeIf(call -> call.method().equals("ping") && call.reply() == null);
      if (calls > 0 && quiet.compareTo(SILENCE) < 0) {
        return "";
      }
      return calls > 0
          ? "it has said nothing for " + quiet.toMinutes() + " min, with " + calls + " calls open"
          : "it did not answer a ping within " + timeout;
    } finally {
      lock.unlock();
    }
  }

  // ---- callers ----

  /** A whole request; the reply is filled now or later. */
  public void handle(HttpIn in, Reply reply) {
    lock.lock();
    try {
      if (!over.isEmpty()) {
        reply.fail(new KmException(Problem.STARTING, name + " " + over));
      } else if (!in.path().equals(path)) {
        reply.finish(404, Messages.invalid(null, name + " speaks MCP only, at its path " + path));
      } else {
        byMethod(in, reply);
      }
    } finally {
      lock.unlock();
    }
  }

  private void byMethod(HttpIn in, Reply reply) {
    ProtocolVersion version = ProtocolVersion.of(in.header(McpHeaders.PROTOCOL_VERSION));
    boolean isModern = version != null && version.modern();
    switch (in.method()) {
      case "POST" -> post(in, isModern, reply);
      case "GET", "DELETE" -> {
        if (isModern) {
          modern.other(reply);
        } else if (in.method().equals("GET")) {
          legacy.get(in, reply);
        } else {
          legacy.delete(in, reply);
        }
      }
      default ->
          reply.finish(
              405,
              Messages.invalid(null, "MCP knows only POST, GET and DELETE"),
              new io.berth.connector.api.KmHeader("Allow", "POST, GET, DELETE"));
    }
  }

  private void post(HttpIn in, boolean modernHeader, Reply reply) {
    if (in.body() == null) {
      reply.finish(
          413, Messages.invalid(null, "a message has at most " + MOST_REQUEST_BYTES + " bytes"));
      return;
    }
    Object json = null;
    try {
      json = REQUESTS.read(in.body());
      if (json instanceof List<?>) {
        reply.finish(400, Messages.invalid(null, "batches are not taken; send one message"));
        return;
      }
      RpcMessage message = RpcReader.message(json);
      if (modernHeader
          || message instanceof RpcMessage.Request request
              && RequestMeta.of(request.params()).present()) {
        modern.post(in, message, reply);
      } else {
        legacy.post(in, message, RpcReader.object((Map<?, ?>) json), reply);
      }
    } catch (JsonException e) {
      reply.finish(
          400,
          Messages.error(null, RpcError.PARSE_ERROR, "Parse error: " + e.getMessage(), Map.of()));
    } catch (RpcException e) {
      reply.finish(e.status(), RpcReply.error(RpcReader.idOf(json), e.error()));
    }
  }

  /** Nobody waits for this reply any more. In the modern era that takes the request back. */
  public void gone(Reply reply) {
    lock.lock();
    try {
      listeners.gone(reply);
      sessions.all().forEach(session -> session.silent(reply));
      child
          .find(call -> call.reply() == reply && call.modern())
          .ifPresent(entry -> child.cancel(entry.getKey(), "the client went away"));
    } finally {
      lock.unlock();
    }
  }

  // ---- the program ----

  /** A line that it wrote; false: it is of no use any more, read no further. */
  boolean received(Line line) {
    lock.lock();
    try {
      if (!over.isEmpty()) {
        return false;
      }
      heardAt = nanos.getAsLong();
      if (useful(line)) {
        useless = 0;
      } else {
        flood(line);
      }
      return over.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private boolean useful(Line line) {
    if (line.overlong()) {
      OptionalLong id = line.guessedId();
      if (id.isEmpty() || !inbox.tooLong(id.getAsLong(), MOST_LINE_BYTES)) {
        breakOff("wrote a line of more than " + MOST_LINE_BYTES + " bytes to its standard output");
      }
      return true;
    }
    Object json;
    try {
      json = LINES.read(line.bytes());
    } catch (JsonException e) {
      garbage(line);
      return false;
    }
    boolean any = false;
    for (Object message : json instanceof List<?> batch ? batch : java.util.Arrays.asList(json)) {
      if (message instanceof Map<?, ?> map && "2.0".equals(map.get("jsonrpc"))) {
        any |= inbox.take(RpcReader.object(map));
      } else {
        garbage(line);
      }
    }
    return any;
  }

  private void garbage(Line line) {
    if (garbage == 0) {
      firstGarbage = line.shown();
    }
    if (garbage++ < GARBAGE_NOTED) {
      child.link().note("not MCP, ignored: " + line.shown());
    }
  }

  private void flood(Line line) {
    if (useless++ == 0 || nanos.getAsLong() - uselessSince > FLOOD_NANOS) {
      useless = 1;
      uselessSince = nanos.getAsLong();
    }
    if (useless >= USELESS_IN_A_ROW) {
      breakOff(
          "flooded its standard output with "
              + USELESS_IN_A_ROW
              + " lines that nobody asked for, the last one: "
              + line.shown());
    }
  }

  /** What it wrote that was no MCP, for the one who wonders why it does not start. */
  String garbage() {
    lock.lock();
    try {
      return garbage == 0
          ? ""
          : "; it wrote " + garbage + " lines that are not MCP, the first: " + firstGarbage;
    } finally {
      lock.unlock();
    }
  }

  private void breakOff(String why) {
    finish(why + " and was ended");
    child.link().note(why + "; it is ended");
  }

  /**
   * It has nothing more to say, or hears nothing more.
   *
   * @return whether nobody wanted that
   */
  boolean ended(String why) {
    lock.lock();
    try {
      boolean news = over.isEmpty();
      finish(why);
      return news;
    } finally {
      lock.unlock();
    }
  }

  /** Its generation is over. Callers are told; its standard input is closed. */
  public void close() {
    lock.lock();
    try {
      finish("ended before it answered");
      child.link().close();
    } finally {
      lock.unlock();
    }
  }

  private void finish(String why) {
    if (over.isEmpty()) {
      over = why;
      inbox.lost(why);
    }
  }
}
