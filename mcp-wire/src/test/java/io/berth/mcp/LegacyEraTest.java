package io.berth.mcp;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LegacyEraTest {
  private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

  private static String call(String arguments) {
    return "{\"jsonrpc\":\"2.0\",\"id\":\"c\",\"method\":\"tools/call\",\"params\":{\"name\":\"echo\",\"arguments\":"
        + arguments
        + "}}";
  }

  @ParameterizedTest
  @CsvSource({
    "2024-11-05,2024-11-05",
    "2025-03-26,2025-03-26",
    "2025-06-18,2025-06-18",
    "2025-11-25,2025-11-25",
    "2026-07-28,2025-11-25",
    "1999-01-01,2025-11-25"
  })
  void agreesOnAVersion(String asked, String agreed) throws Exception {
    Exchange.with()
        .post(
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\""
                + asked
                + "\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}")
        .answers(200)
        .saying(
            "\"id\":0",
            "\"protocolVersion\":\"" + agreed + "\"",
            "\"capabilities\":{\"tools\":{}}",
            "\"serverInfo\":{\"name\":\"echo\"");
  }

  @Test
  void initializeWithoutAVersionIsAnError() throws Exception {
    Exchange.with()
        .post("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{}}")
        .answers(200)
        .saying("-32602", "protocolVersion must be a string");
  }

  @Test
  void answersPingAndLaterCallsUnderANegotiatedVersion() throws Exception {
    Exchange.with().post(PING).answers(200).saying("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
    Exchange.with(McpHeaders.PROTOCOL_VERSION, "2025-06-18").post(PING).answers(200);
  }

  @Test
  void anUnknownVersionHeaderIsRefusedWithTheKnownOnes() throws Exception {
    Exchange.with(McpHeaders.PROTOCOL_VERSION, "1900-01-01")
        .post(PING)
        .answers(400)
        .saying(
            "\"id\":1",
            "-32022",
            "\"supported\":[\"2026-07-28\",\"2025-11-25\"",
            "\"requested\":\"1900-01-01\"");
  }

  @Test
  void acceptsNotificationsAndResponsesWithoutABody() throws Exception {
    Exchange.with()
        .post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}")
        .answers(202)
        .withoutBody();
    Exchange.with()
        .post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/never/heard/of\"}")
        .answers(202)
        .withoutBody();
    Exchange.with().post("{\"jsonrpc\":\"2.0\",\"id\":5,\"result\":{}}").answers(202).withoutBody();
  }

  @Test
  void listsAndCallsTools() throws Exception {
    Exchange.with()
        .post("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}")
        .answers(200)
        .saying(
            "\"name\":\"echo\"",
            "\"inputSchema\":{\"type\":\"object\"",
            "\"readOnlyHint\":true",
            "\"idempotentHint\":true",
            "\"destructiveHint\":false");
    Exchange.with()
        .post(call("{\"word\":\"hi\"}"))
        .answers(200)
        .saying(
            "\"id\":\"c\"",
            "\"text\":\"{\\\"said\\\":\\\"hi!\\\"}\"",
            "\"structuredContent\":{\"said\":\"hi!\"}",
            "\"isError\":false");
  }

  @Test
  void aWrongArgumentIsAResultThatAModelCanRead() throws Exception {
    Exchange.with()
        .post(call("{\"wrod\":\"hi\"}"))
        .answers(200)
        .saying("\"isError\":true", "echo: word is required; wrod is not an argument");
  }

  @Test
  void malformedCallsAreProtocolErrors() throws Exception {
    Exchange.with()
        .post(
            "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/call\",\"params\":{\"name\":\"nope\"}}")
        .answers(200)
        .saying("-32602", "Unknown tool: nope");
    Exchange.with()
        .post("{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/call\"}")
        .answers(200)
        .saying("-32602", "params.name");
    Exchange.with()
        .post(call("[]"))
        .answers(200)
        .saying("-32602", "params.arguments must be an object");
    Exchange.with()
        .post(
            "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/list\",\"params\":{\"cursor\":\"x\"}}")
        .answers(200)
        .saying("-32602", "cursor");
    Exchange.with()
        .post("{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"resources/list\"}")
        .answers(200)
        .saying("-32601", "Method not found: resources/list");
  }

  @Test
  void conflictsAndShortagesShowInTheStatus() throws Exception {
    Exchange.with()
        .post(call("{\"word\":\"again\"}"))
        .answers(409)
        .saying("\"id\":\"c\"", "used for something else");
    Exchange.with()
        .post(call("{\"word\":\"busy\"}"))
        .answers(503)
        .saying("\"id\":\"c\"", "busy now");
  }

  @Test
  void takesBatchesOnlyUnderTheOneRevisionThatHasThem() throws Exception {
    String batch =
        "["
            + PING
            + ",{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"},{\"id\":9},"
            + call("{\"word\":\"a\"}")
            + "]";
    Exchange.with(McpHeaders.PROTOCOL_VERSION, "2025-03-26")
        .post(batch)
        .answers(200)
        .saying(
            "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}},{\"jsonrpc\":\"2.0\",\"id\":9,\"error\"",
            "said");
    Exchange.with()
        .post("[{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}]")
        .answers(202)
        .withoutBody();
    Exchange.with(McpHeaders.PROTOCOL_VERSION, "2025-06-18")
        .post(batch)
        .answers(400)
        .saying("-32600", "batches");
    Exchange.with(McpHeaders.PROTOCOL_VERSION, "2026-07-28").post(batch).answers(400);
    Exchange.with().post("[]").answers(400).saying("-32600");
    Exchange.with()
        .post("[" + PING + ("," + PING).repeat(50) + "]")
        .answers(400)
        .saying("from 1 to 50");
    Exchange.with()
        .post("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}]")
        .answers(200)
        .saying("must not be part of a batch");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "{}",
        "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[]}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":1,\"error\":{}}"
      })
  void refusesWhatIsNoJsonRpcMessage(String body) throws Exception {
    Exchange.with().post(body).answers(400).saying("-32600", "Invalid request");
  }
}
