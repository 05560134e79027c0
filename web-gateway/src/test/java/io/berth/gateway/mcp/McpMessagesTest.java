package io.berth.gateway.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.gateway.mcp.McpMessage.Kind;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class McpMessagesTest {
  @Test
  void findsToolParametersAndIdOfACall() {
    McpMessage call =
        read(
            "{\"jsonrpc\":\"2.0\", \"id\" : 17 ,\"method\":\"tools/call\",\"params\":"
                + "{\"name\":\"query\",\"arguments\":{\"b\":[1,{\"z\":1,\"a\":2}],\"a\":\"é\"}}}");
    assertThat(call.kind()).isEqualTo(Kind.TOOL_CALL);
    assertThat(call.tool()).isEqualTo("query");
    assertThat(call.id()).contains("17");
    assertThat(call.params())
        .isEqualTo("{\"arguments\":{\"a\":\"é\",\"b\":[1,{\"a\":2,\"z\":1}]},\"name\":\"query\"}");
  }

  @Test
  void twoSpellingsOfOneCallAreOneQuestion() {
    assertThat(read(call("\"a\"", "{\"x\":1,\"y\":2}")).params())
        .isEqualTo(read(call("\"b\"", "{ \"y\" : 2, \"x\" : 1 }")).params());
  }

  @Test
  void callsThatDifferInALateDigitOrInANullAreTwoQuestions() {
    assertThat(read(call("1", "{\"x\":0.10000000000000000001}")).params())
        .isNotEqualTo(read(call("1", "{\"x\":0.1}")).params());
    assertThat(read(call("1", "{\"x\":1e400}")).params())
        .isNotEqualTo(read(call("1", "{\"x\":2e400}")).params());
    assertThat(read(call("1", "{\"x\":null}")).params())
        .isNotEqualTo(read(call("1", "{}")).params());
  }

  @Test
  void keepsTheIdAsItWasWritten() {
    assertThat(read(call("\"a\\u0041\"", "{}")).id()).contains("\"a\\u0041\"");
    assertThat(read(call("-1.50", "{}")).id()).contains("-1.50");
  }

  @Test
  void readsTheOriginalsShape() {
    McpMessage call = read("{\"tool_name\":\"query\",\"tool_input\":{\"question\":\"x\"}}");
    assertThat(call.kind()).isEqualTo(Kind.TOOL_CALL);
    assertThat(call.tool()).isEqualTo("query");
    assertThat(call.id()).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"initialize", "ping", "resources/read", "prompts/get"})
  void knowsWhatOnlyReads(String method) {
    McpMessage message = read("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\"}");
    assertThat(message.kind()).isEqualTo(Kind.READ);
    assertThat(message.reads()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tools/list",
        "resources/list",
        "resources/templates/list",
        "prompts/list",
        "server/discover"
      })
  void knowsWhatAsksForWhatAServerOffers(String method) {
    McpMessage message = read("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"" + method + "\"}");
    assertThat(message.kind()).isEqualTo(Kind.LIST);
    assertThat(message.reads()).isTrue();
    assertThat(message.tool()).isEqualTo(method);
    assertThat(message.id()).contains("\"a\"");
    assertThat(message.repeatable()).isTrue();
  }

  @Test
  void aListIsTheSameQuestionWhateverItsTraceAndIdAre() {
    McpMessage one = read(list("1", "{\"_meta\":{\"v\":1,\"traceparent\":\"x\"}}"));
    McpMessage other = read(list("2", "{\"_meta\":{\"traceparent\":\"y\",\"v\":1}}"));
    assertThat(one.params()).isEqualTo(other.params()).contains("\"v\":1");
    assertThat(read(list("1", "{\"_meta\":{\"v\":2}}")).params()).isNotEqualTo(one.params());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":1,\"method\":\"tools/list\",\"params\":{\"cursor\":\"x\"}}",
        "{\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":{\"progressToken\":1}}}",
        "{\"method\":\"tools/list\"}"
      })
  void aPageOfAListAndOneWithProgressAreNotAskedAgain(String body) {
    assertThat(read(body).kind()).isEqualTo(Kind.LIST);
    assertThat(read(body).repeatable()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "[]",
        "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]",
        "{\"method\":\"resources/subscribe\",\"id\":1}",
        "{\"method\":\"tools/call\",\"params\":{\"name\":\"query\"}}",
        "{\"method\":\"tools/call\",\"id\":1,\"params\":{\"name\":7}}",
        "{\"method\":\"ping\",\"method\":\"tools/call\",\"id\":1}",
        "{\"method\":\"tools/call\",\"id\":1,\"params\":{\"name\":\"query\",\"name\":\"save\"}}",
        "{\"tool_name\":\"query\",\"jsonrpc\":\"2.0\"}",
      })
  void takesEverythingElseForAWrite(String body) {
    assertThat(read(body).kind()).isEqualTo(Kind.WRITE);
  }

  @Test
  void aCallThatWantsProgressCannotBeAnsweredFromTheCache() {
    assertThat(
            read("{\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"query\","
                    + "\"_meta\":{\"progressToken\":1}}}")
                .repeatable())
        .isFalse();
  }

  @Test
  void anAnswerIsGivenAgainUnderAnotherIdByteForByte() {
    byte[] body = "{ \"id\":1 , \"jsonrpc\":\"2.0\",\"result\":{\"x\": [1,2] } }\n".getBytes(UTF_8);
    McpAnswer answer = McpAnswer.of(body, true).orElseThrow();
    assertThat(new String(answer.withId(Optional.of("\"é\"")), UTF_8))
        .isEqualTo("{ \"id\":\"é\" , \"jsonrpc\":\"2.0\",\"result\":{\"x\": [1,2] } }\n");
    byte[] last = "{\"jsonrpc\":\"2.0\",\"result\":{},\"id\":\"a\"}".getBytes(UTF_8);
    assertThat(new String(McpAnswer.of(last, true).orElseThrow().withId(Optional.of("9")), UTF_8))
        .isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":{},\"id\":9}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":1,\"error\":{\"code\":-32601}}",
        "{\"id\":1,\"result\":{\"isError\":true}}",
        "{\"id\":1,\"result\":{\"resultType\":\"input_required\"}}",
        "{\"result\":{}}",
        "[]",
        "x"
      })
  void errorsAndUnfinishedAnswersAreNotKept(String body) {
    assertThat(McpAnswer.of(body.getBytes(UTF_8), true)).isEmpty();
  }

  private static String list(String id, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":"
        + id
        + ",\"method\":\"tools/list\",\"params\":"
        + params
        + "}";
  }

  private static String call(String id, String arguments) {
    return "{\"jsonrpc\":\"2.0\",\"id\":"
        + id
        + ",\"method\":\"tools/call\",\"params\":{\"name\":\"query\",\"arguments\":"
        + arguments
        + "}}";
  }

  private static McpMessage read(String body) {
    return McpMessages.read(body.getBytes(UTF_8));
  }
}
