package io.berth.acceptance.chaos;

import com.fasterxml.jackson.jr.ob.JSON;
import io.berth.acceptance.Api;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What callers do, and how each answer is checked: it must come from the right project, from no
 * older generation than one that answered before it was asked, and show what was acknowledged.
 */
final class Operations {
  private static final int OF_HUNDRED_UNSAFE = 10;

  private final Api api;
  private final Account account;
  private final Map<String, AtomicLong> newest = new ConcurrentHashMap<>();
  private final AtomicLong number = new AtomicLong();

  Operations(Api api, Account account) {
    this.api = api;
    this.account = account;
  }

  /** An operation and, when it writes, what it writes. */
  record Wish(Operation operation, String text, String key) {}

  Wish any(Member member, Random random) {
    int dice = random.nextInt(100);
    if (dice < OF_HUNDRED_UNSAFE) {
      return write(member, null);
    }
    if (dice < 35) {
      return write(member, "key-" + number.incrementAndGet());
    }
    if (dice < 55) {
      return account
          .anyServed(member.id(), random)
          .map(entry -> new Wish(recall(member, entry), null, null))
          .orElseGet(() -> new Wish(identity(member), null, null));
    }
    if (!member.builtIn() || dice < 75) {
      return new Wish(identity(member), null, null);
    }
    return new Wish(dice < 90 ? query(member, random) : legacyMcp(member), null, null);
  }

  /** Asks the process who it is; the surest sign of life. */
  Operation identity(Member member) {
    long floor = newest(member).get();
    String path = base(member) + "/km/" + (member.builtIn() ? "status" : "whoami");
    return new Operation(
        "GET",
        member,
        true,
        false,
        () -> api.request(path).GET(),
        response -> identityComplaint(member, floor, response));
  }

  private String identityComplaint(Member member, long floor, HttpResponse<String> response) {
    Map<String, Object> body = json(response);
    Object process = member.builtIn() ? body.get("process") : body;
    if (!(process instanceof Map<?, ?> map) || !member.id().equals(map.get("project"))) {
      return "not from " + member.id();
    }
    long generation = ((Number) map.get("generation")).longValue();
    newest(member).accumulateAndGet(generation, Math::max);
    return generation < floor
        ? "generation " + generation + " answered after " + floor + " had"
        : "";
  }

  private Wish write(Member member, String key) {
    String text = "note-" + number.incrementAndGet() + " of " + member.id();
    String name = key == null ? "write without key" : "write with key";
    Operation operation =
        new Operation(
            name,
            member,
            key != null,
            true,
            () -> writing(member, text, key),
            response -> entry(member, response) > 0 ? "" : "no entry");
    return new Wish(operation, text, key);
  }

  private HttpRequest.Builder writing(Member member, String text, String key) {
    HttpRequest.Builder request =
        member.builtIn()
            ? tool(member, "save", Map.of("title", text, "content", text + " is kept here"))
            : api.request(base(member) + "/km/append").POST(BodyPublishers.ofString(text));
    return key == null ? request : request.header("Idempotency-Key", key);
  }

  /** The number that the KM gave to what was written; 0 when it is not in the answer. */
  static long entry(Member member, HttpResponse<String> response) {
    Map<String, Object> body = json(response);
    Object holder = member.builtIn() ? body.get("tool_response") : body;
    return holder instanceof Map<?, ?> map
            && map.get(member.builtIn() ? "item_id" : "entry") instanceof Number n
        ? n.longValue()
        : 0;
  }

  private Operation recall(Member member, Account.Entry entry) {
    return new Operation(
        "read what was acknowledged",
        member,
        true,
        false,
        () ->
            member.builtIn()
                ? tool(member, "get", Map.of("item_id", entry.entry()))
                : api.request(base(member) + "/km/entry?" + entry.entry()).GET(),
        response ->
            response.body().contains(entry.text())
                ? ""
                : "entry " + entry.entry() + " is not '" + entry.text() + "'");
  }

  private Operation query(Member member, Random random) {
    String question = "note " + random.nextInt(1000);
    return new Operation(
        "query",
        member,
        true,
        false,
        () -> tool(member, "query", Map.of("question", question)),
        response -> response.body().contains("tool_response") ? "" : "no tool_response");
  }

  private Operation legacyMcp(Member member) {
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":\"m%d\",\"method\":\"tools/call\",\"params\":{\"name\":\"list\","
                .formatted(number.incrementAndGet())
            + "\"arguments\":{\"limit\":5}}}";
    return new Operation(
        "MCP tools/call",
        member,
        true,
        false,
        () -> api.json(base(member) + "/mcp", body),
        response -> response.body().contains("\"result\"") ? "" : "no result");
  }

  private HttpRequest.Builder tool(Member member, String tool, Map<String, ?> input) {
    return api.json(base(member) + "/mcp", Map.of("tool_name", tool, "tool_input", input));
  }

  private AtomicLong newest(Member member) {
    return newest.computeIfAbsent(member.id(), id -> new AtomicLong());
  }

  private static String base(Member member) {
    return "/projects/" + member.id();
  }

  private static Map<String, Object> json(HttpResponse<String> response) {
    try {
      return JSON.std.mapFrom(response.body());
    } catch (IOException | RuntimeException notJson) {
      return Map.of();
    }
  }
}
