package io.berth.connector.stdio;

import static io.berth.connector.stdio.BridgeBench.at;
import static io.berth.connector.stdio.BridgeBench.events;
import static io.berth.connector.stdio.BridgeBench.head;
import static io.berth.connector.stdio.BridgeBench.header;
import static io.berth.connector.stdio.BridgeBench.json;
import static io.berth.connector.stdio.BridgeBench.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BridgeTest {
  private final BridgeBench bench = new BridgeBench();

  @Test
  void theProgramIsIntroducedOnceWhateverCallersDo() {
    String one = bench.client("{}");
    String two = bench.client("{}");
    assertThat(one).isNotEqualTo(two).matches("[0-9a-f]{32}");
    assertThat(bench.child.sent)
        .extracting(message -> message.get("method"))
        .containsExactly("initialize", "notifications/initialized");
    bench.post(one, "{'jsonrpc':'2.0','method':'notifications/initialized'}");
    assertThat(bench.child.sent).hasSize(2);
  }

  @Test
  void aClientGetsTheOlderOfItsRevisionAndTheProgramsAndWhatTheProgramSaid() {
    Reply reply =
        bench.send(
            "POST",
            "{'jsonrpc':'2.0','id':'i','method':'initialize','params':{"
                + "'protocolVersion':'2025-11-25','capabilities':{},'clientInfo':{}}}");
    Map<String, Object> answer = json(reply);
    assertThat(answer.get("id")).isEqualTo("i");
    assertThat(at(answer, "result", "protocolVersion")).isEqualTo("2025-06-18");
    assertThat(at(answer, "result", "serverInfo", "name")).isEqualTo("fake");
    assertThat(at(answer, "result", "instructions")).isEqualTo("be kind");
  }

  @Test
  void equalIdsOfTwoCallersMeetTheirOwnAnswers() {
    String one = bench.client("{}");
    String two = bench.client("{}");
    Reply first = bench.post(one, "{'jsonrpc':'2.0','id':7,'method':'tools/list'}");
    Object firstId = bench.child.last("tools/list").get("id");
    Reply second = bench.post(two, "{'jsonrpc':'2.0','id':7,'method':'tools/list'}");
    bench.answer("tools/list", "{'tools':['second']}");
    bench.say("{'jsonrpc':'2.0','id':" + firstId + ",'result':{'tools':['first']}}");
    assertThat(json(first).toString()).contains("id=7").contains("first");
    assertThat(json(second).toString()).contains("id=7").contains("second");
  }

  @Test
  void anIdThatIsOursOnlyWhenCutToALongAnswersNobody() {
    String session = bench.client("{}");
    Reply reply = bench.post(session, "{'jsonrpc':'2.0','id':7,'method':'tools/list'}");
    long id = ((Number) bench.child.last("tools/list").get("id")).longValue();
    String past = java.math.BigInteger.TWO.pow(64).add(java.math.BigInteger.valueOf(id)).toString();
    bench.say("{'jsonrpc':'2.0','id':" + past + ",'result':{'tools':['wrong']}}");
    bench.say("{'jsonrpc':'2.0','id':" + id + ".5,'result':{'tools':['wrong']}}");
    bench.say("{'jsonrpc':'2.0','id':" + id + ".0,'result':{'tools':['right']}}");
    assertThat(json(reply).toString()).contains("right");
  }

  @Test
  void aNumberPassesWithEveryDigit() {
    String session = bench.client("{}");
    Reply reply = bench.post(session, "{'jsonrpc':'2.0','id':7,'method':'tools/list'}");
    bench.answer("tools/list", "{'far':1e400,'near':0.10000000000000000001}");
    assertThat(json(reply).toString()).contains("1E+400", "0.10000000000000000001");
  }

  @Test
  void anIdKeepsItsType() {
    String session = bench.client("{}");
    Reply reply = bench.post(session, "{'jsonrpc':'2.0','id':'7','method':'tools/list'}");
    bench.answer("tools/list", "{}");
    assertThat(json(reply).get("id")).isEqualTo("7");
  }

  @Test
  void progressGoesToItsCallUnderItsOwnToken() {
    String session = bench.client("{}");
    Reply reply =
        bench.post(
            session,
            "{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'x',"
                + "'_meta':{'progressToken':'mine'}}}");
    Object token = at(bench.child.last(), "params", "_meta", "progressToken");
    assertThat(token).isEqualTo(bench.child.last().get("id"));
    bench.say(
        "{'jsonrpc':'2.0','method':'notifications/progress','params':{'progressToken':"
            + token
            + ",'progress':1}}");
    bench.answer("tools/call", "{'content':[]}");
    assertThat(header(reply, "Content-Type")).isEqualTo("text/event-stream");
    var events = events(reply, 2);
    assertThat(at(events.get(0), "params", "progressToken")).isEqualTo("mine");
    assertThat(events.get(1)).containsKey("result");
  }

  @Test
  void whoTakesNoEventsGetsTheAnswerAlone() {
    String session = bench.client("{}");
    Reply reply =
        bench.send(
            "POST",
            "{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'x',"
                + "'_meta':{'progressToken':'mine'}}}",
            "Mcp-Session-Id",
            session,
            "Accept",
            "application/json");
    bench.say(
        "{'jsonrpc':'2.0','method':'notifications/progress','params':{'progressToken':"
            + bench.child.last().get("id")
            + ",'progress':1}}");
    bench.answer("tools/call", "{'content':[]}");
    assertThat(header(reply, "Content-Type")).isEqualTo("application/json");
    assertThat(json(reply)).containsKey("result");
  }

  @Test
  void cancellationReachesTheProgramUnderItsIdAndNobodyElsesCall() {
    String session = bench.client("{}");
    String other = bench.client("{}");
    Reply reply =
        bench.post(session, "{'jsonrpc':'2.0','id':5,'method':'tools/call','params':{'name':'x'}}");
    Object id = bench.child.last().get("id");
    bench.post(
        other, "{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':5}}");
    assertThat(bench.child.last().get("id")).isEqualTo(id);
    bench.post(
        session, "{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':5}}");
    assertThat(at(bench.child.last("notifications/cancelled"), "params", "requestId"))
        .isEqualTo(id);
    assertThat(at(json(reply), "error", "data", "reason")).isEqualTo("cancelled");
  }

  @Test
  void withoutASessionTheAnswerIs400AndAnEndedOneIs404() {
    assertThat(status(bench.send("POST", "{'jsonrpc':'2.0','id':1,'method':'tools/list'}")))
        .isEqualTo(400);
    String session = bench.client("{}");
    assertThat(status(bench.send("DELETE", "", "Mcp-Session-Id", session))).isEqualTo(204);
    assertThat(status(bench.post(session, "{'jsonrpc':'2.0','id':1,'method':'tools/list'}")))
        .isEqualTo(404);
    assertThat(status(bench.send("GET", "", "Mcp-Session-Id", "unknown"))).isEqualTo(404);
  }

  @Test
  void badRequestsArePreciselyRefusedAndReachNobody() {
    int before = bench.child.sent.size();
    String session = bench.client("{}");
    assertThat(status(bench.post(session, "{nonsense"))).isEqualTo(400);
    assertThat(status(bench.post(session, "[]"))).isEqualTo(400);
    assertThat(status(bench.post(session, "{'jsonrpc':'1.0','id':1,'method':'x'}"))).isEqualTo(400);
    assertThat(status(bench.send("PUT", "{}", "Mcp-Session-Id", session))).isEqualTo(405);
    assertThat(
            status(
                bench.send(
                    "POST",
                    "{'jsonrpc':'2.0','id':1,'method':'ping'}",
                    "Mcp-Session-Id",
                    session,
                    "MCP-Protocol-Version",
                    "1999-01-01")))
        .isEqualTo(400);
    assertThat(bench.child.sent).hasSize(before);
  }

  // ---- what the program says by itself ----

  @Test
  void aQuestionGoesToTheOneSessionThatHasACallUnderWay() {
    String asking = bench.client("{'elicitation':{}}");
    bench.client("{'elicitation':{}}");
    Reply reply =
        bench.post(asking, "{'jsonrpc':'2.0','id':5,'method':'tools/call','params':{'name':'x'}}");
    bench.say("{'jsonrpc':'2.0','id':'q','method':'elicitation/create','params':{'message':'?'}}");
    Map<String, Object> question = events(reply, 1).get(0);
    assertThat(question.get("method")).isEqualTo("elicitation/create");
    assertThat(
            status(
                bench.post(
                    asking,
                    "{'jsonrpc':'2.0','id':'"
                        + question.get("id")
                        + "','result':{'action':'accept'}}")))
        .isEqualTo(202);
    assertThat(bench.child.last())
        .containsEntry("id", "q")
        .containsEntry("result", Map.of("action", "accept"));
  }

  @Test
  void aQuestionThatMayBeForTwoIsAnsweredWithAnErrorRatherThanGivenToAStranger() {
    for (int i = 0; i < 2; i++) {
      String session = bench.client("{'sampling':{}}");
      bench.post(session, "{'jsonrpc':'2.0','id':5,'method':'tools/call','params':{'name':'x'}}");
    }
    bench.say("{'jsonrpc':'2.0','id':3,'method':'sampling/createMessage','params':{}}");
    assertThat(bench.child.last().get("id")).isEqualTo(3);
    assertThat(at(bench.child.last(), "error", "message").toString()).contains("2 clients");
  }

  @Test
  void aQuestionThatTheClientCannotAnswerIsAnsweredWithAnError() {
    String session = bench.client("{}");
    bench.post(session, "{'jsonrpc':'2.0','id':5,'method':'tools/call','params':{'name':'x'}}");
    bench.say("{'jsonrpc':'2.0','id':3,'method':'sampling/createMessage','params':{}}");
    assertThat(at(bench.child.last(), "error", "message").toString()).contains("did not declare");
  }

  @Test
  void aForgedAnswerToSomebodyElsesQuestionIsIgnored() {
    String asked = bench.client("{'elicitation':{}}");
    String other = bench.client("{}");
    Reply reply =
        bench.post(asked, "{'jsonrpc':'2.0','id':5,'method':'tools/call','params':{'name':'x'}}");
    bench.say("{'jsonrpc':'2.0','id':'q','method':'elicitation/create','params':{}}");
    Object id = events(reply, 1).get(0).get("id");
    int before = bench.child.sent.size();
    bench.post(other, "{'jsonrpc':'2.0','id':'" + id + "','result':{}}");
    assertThat(bench.child.sent).hasSize(before);
  }

  @Test
  void pingAndRootsOfNobodyAreAnsweredHere() {
    bench.say("{'jsonrpc':'2.0','id':8,'method':'ping'}");
    assertThat(bench.child.last()).containsEntry("id", 8).containsKey("result");
    bench.say("{'jsonrpc':'2.0','id':9,'method':'roots/list'}");
    assertThat(at(bench.child.last(), "result", "roots")).isEqualTo(java.util.List.of());
  }

  @Test
  void eachSessionHearsLogMessagesFromItsOwnLevelOn() {
    String loud = bench.client("{}");
    String calm = bench.client("{}");
    Reply loudStream = bench.send("GET", "", "Mcp-Session-Id", loud);
    Reply calmStream = bench.send("GET", "", "Mcp-Session-Id", calm);
    level(loud, "debug");
    level(calm, "error");
    assertThat(at(bench.child.last("logging/setLevel"), "params", "level")).isEqualTo("debug");
    for (String said : new String[] {"info", "critical"}) {
      bench.say(
          "{'jsonrpc':'2.0','method':'notifications/message','params':{'level':'" + said + "'}}");
    }
    assertThat(events(loudStream, 2))
        .extracting(event -> at(event, "params", "level"))
        .containsExactly("info", "critical");
    assertThat(events(calmStream, 1))
        .extracting(event -> at(event, "params", "level"))
        .containsExactly("critical");
  }

  @Test
  void aChangedResourceIsToldToThoseWhoSubscribedAndTheLastOneUnsubscribes() {
    String one = bench.client("{}");
    String two = bench.client("{}");
    for (String session : new String[] {one, two}) {
      bench.post(
          session,
          "{'jsonrpc':'2.0','id':1,'method':'resources/subscribe','params':{'uri':'a:b'}}");
      bench.answer("resources/subscribe", "{}");
    }
    Reply stream = bench.send("GET", "", "Mcp-Session-Id", one);
    bench.say(
        "{'jsonrpc':'2.0','method':'notifications/resources/updated','params':{'uri':'a:b'}}");
    assertThat(events(stream, 1).get(0).get("method")).isEqualTo("notifications/resources/updated");
    int before = bench.child.sent.size();
    bench.send("DELETE", "", "Mcp-Session-Id", one);
    assertThat(bench.child.sent).hasSize(before);
    bench.send("DELETE", "", "Mcp-Session-Id", two);
    assertThat(bench.child.last().get("method")).isEqualTo("resources/unsubscribe");
  }

  @Test
  void whatComesWhileNobodyListensIsKeptForALittle() {
    String session = bench.client("{}");
    for (int i = 0; i < 100; i++) {
      bench.say("{'jsonrpc':'2.0','method':'notifications/tools/list_changed'}");
    }
    Reply stream = bench.send("GET", "", "Mcp-Session-Id", session);
    assertThat(events(stream, 64)).hasSize(64);
  }

  // ---- when it goes wrong ----

  @Test
  void aWriteUnderWayWhenTheProgramDiesIsSaidToBeUnknown() {
    String session = bench.client("{}");
    Reply reply =
        bench.post(session, "{'jsonrpc':'2.0','id':5,'method':'tools/call','params':{'name':'x'}}");
    bench.bridge.ended("ended before it answered");
    Map<String, Object> answer = json(reply);
    assertThat(answer.get("id")).isEqualTo(5);
    assertThat(at(answer, "error", "data", "reason")).isEqualTo("outcome-unknown");
    assertThat(at(answer, "error", "message").toString()).contains("project alpha", "tools/call");
  }

  @Test
  void aReadUnderWayWhenTheProgramDiesIsLeftToBeSentAgain() {
    String session = bench.client("{}");
    Reply list = bench.post(session, "{'jsonrpc':'2.0','id':5,'method':'tools/list'}");
    Reply look =
        bench.post(
            session, "{'jsonrpc':'2.0','id':6,'method':'tools/call','params':{'name':'look'}}");
    bench.bridge.close();
    for (Reply reply : new Reply[] {list, look}) {
      assertThatThrownBy(reply::head)
          .isInstanceOfSatisfying(
              KmException.class, e -> assertThat(e.problem()).isEqualTo(Problem.OUTCOME_UNKNOWN));
    }
    assertThat(bench.child.closed).isTrue();
  }

  @Test
  void afterTheEndNothingReachesTheProgram() {
    bench.bridge.close();
    int before = bench.child.sent.size();
    Reply reply = bench.send("POST", "{'jsonrpc':'2.0','id':1,'method':'initialize'}");
    assertThatThrownBy(reply::head).isInstanceOf(KmException.class);
    assertThat(reply.reached()).isFalse();
    assertThat(bench.child.sent).hasSize(before);
  }

  @Test
  void aProgramThatDoesNotReadMakesCallersTryLater() {
    String session = bench.client("{}");
    bench.child.full = true;
    Reply reply = bench.post(session, "{'jsonrpc':'2.0','id':5,'method':'tools/list'}");
    assertThatThrownBy(reply::head)
        .isInstanceOfSatisfying(
            KmException.class, e -> assertThat(e.problem()).isEqualTo(Problem.OVERLOADED));
    assertThat(bench.bridge.complaint(Duration.ofMillis(1))).contains("reads nothing");
  }

  @Test
  void garbageIsNotedAndSkipped() {
    assertThat(bench.say("Server listening!")).isTrue();
    assertThat(bench.say("{'jsonrpc':'1.0'}")).isTrue();
    assertThat(bench.say("[1]")).isTrue();
    assertThat(bench.child.notes).hasSize(3).first().asString().contains("Server listening!");
    assertThat(bench.bridge.garbage()).contains("3 lines", "Server listening!");
  }

  @Test
  void aFloodThatNobodyAskedForEndsTheProgram() {
    String session = bench.client("{}");
    Reply reply =
        bench.post(session, "{'jsonrpc':'2.0','id':5,'method':'tools/call','params':{'name':'x'}}");
    int lines = 0;
    while (bench.say("blah") && lines < 20_000) {
      lines++;
    }
    assertThat(lines).isBetween(9_000, 10_000);
    assertThat(at(json(reply), "error", "message").toString()).contains("flooded", "blah");
  }

  @Test
  void slowNonsenseOverHoursIsNoFlood() {
    for (int i = 0; i < 20_000; i++) {
      bench.now += 1_000_000_000L;
      assertThat(bench.say("tick")).isTrue();
    }
  }

  @Test
  void anAnswerThatIsTooLongIsSaidToItsCallerAlone() {
    String session = bench.client("{}");
    Reply reply =
        bench.post(session, "{'jsonrpc':'2.0','id':5,'method':'tools/call','params':{'name':'x'}}");
    Object id = bench.child.last().get("id");
    byte[] start = "{\"result\":{\"content\":".getBytes();
    byte[] tail = ("aaaa\"}]},\"jsonrpc\":\"2.0\",\"id\":" + id + "}").getBytes();
    assertThat(bench.bridge.received(new Line(start, true, tail))).isTrue();
    assertThat(at(json(reply), "error", "data", "reason")).isEqualTo("too-large");
    assertThat(bench.bridge.received(new Line(start, true, start))).isFalse();
  }

  @Test
  void aProgramThatAnswersNoPingIsCalledSickUnlessItIsAtWork() {
    assertThat(bench.bridge.complaint(Duration.ofMillis(1))).contains("did not answer a ping");
    String session = bench.client("{}");
    bench.post(session, "{'jsonrpc':'2.0','id':5,'method':'tools/call','params':{'name':'x'}}");
    assertThat(bench.bridge.complaint(Duration.ofMillis(1))).isEmpty();
    bench.now += Duration.ofMinutes(16).toNanos();
    assertThat(bench.bridge.complaint(Duration.ofMillis(1))).contains("said nothing for 16 min");
  }

  // ---- the modern era ----

  @Test
  void aModernCallerNeedsNoSessionAndLeavesNoTraceOfItsEra() {
    Reply reply = bench.modern(3, "tools/call", "x", "'name':'x'");
    assertThat(at(bench.child.last("tools/call"), "params", "_meta"))
        .isEqualTo(Map.of("progressToken", bench.child.last().get("id")));
    bench.answer("tools/call", "{'content':[]}");
    Map<String, Object> answer = json(reply);
    assertThat(at(answer, "result", "resultType")).isEqualTo("complete");
    assertThat(at(answer, "result", "_meta", "io.modelcontextprotocol/serverInfo", "name"))
        .isEqualTo("fake");
  }

  @Test
  void discoveryIsAnsweredFromTheHandshake() {
    int before = bench.child.sent.size();
    Map<String, Object> answer = json(bench.modern(3, "server/discover", "", ""));
    assertThat(at(answer, "result", "supportedVersions").toString()).contains("2026-07-28");
    assertThat(at(answer, "result", "capabilities", "tools", "listChanged")).isEqualTo(true);
    assertThat(bench.child.sent).hasSize(before);
  }

  @Test
  void listsSayHowLongTheyMayBeKept() {
    Reply reply = bench.modern(3, "tools/list", "", "");
    bench.answer("tools/list", "{'tools':[]}");
    Map<String, Object> answer = json(reply);
    assertThat(at(answer, "result", "ttlMs")).isEqualTo(60_000);
    assertThat(at(answer, "result", "cacheScope")).isEqualTo("private");
  }

  @Test
  void theModernErasErrorsHaveTheirStatus() {
    assertThat(status(bench.modern(3, "initialize", "", ""))).isEqualTo(404);
    assertThat(status(bench.modern(3, "tools/call", "other", "'name':'x'"))).isEqualTo(400);
    Reply unknown = bench.modern(3, "no/such", "", "");
    bench.say(
        "{'jsonrpc':'2.0','id':"
            + bench.child.last("no/such").get("id")
            + ",'error':{'code':-32601,'message':'what?'}}");
    assertThat(status(unknown)).isEqualTo(404);
    assertThat(status(bench.send("GET", "", "MCP-Protocol-Version", "2026-07-28"))).isEqualTo(405);
  }

  @Test
  void aModernCallerThatGoesAwayTakesItsRequestBackALegacyOneDoesNot() {
    Reply modern = bench.modern(3, "tools/call", "x", "'name':'x'");
    Object id = bench.child.last().get("id");
    bench.bridge.gone(modern);
    assertThat(at(bench.child.last("notifications/cancelled"), "params", "requestId"))
        .isEqualTo(id);
    int before = bench.child.sent.size();
    Reply legacy =
        bench.post(
            bench.client("{}"),
            "{'jsonrpc':'2.0','id':5,'method':'tools/call','params':{'name':'x'}}");
    bench.bridge.gone(legacy);
    assertThat(bench.child.sent).hasSize(before + 1);
  }

  @Test
  void aListenerHearsWhatItAskedForUnderItsSubscription() {
    Reply reply =
        bench.modern(
            "'sub'",
            "subscriptions/listen",
            "",
            "'notifications':{'toolsListChanged':true,'promptsListChanged':true,"
                + "'resourceSubscriptions':['a:b']}");
    bench.say("{'jsonrpc':'2.0','method':'notifications/resources/list_changed'}");
    bench.say("{'jsonrpc':'2.0','method':'notifications/tools/list_changed'}");
    bench.say(
        "{'jsonrpc':'2.0','method':'notifications/resources/updated','params':{'uri':'a:b'}}");
    assertThat(head(reply).length()).isEqualTo(-1);
    var events = events(reply, 3);
    assertThat(events)
        .extracting(event -> event.get("method"))
        .containsExactly(
            "notifications/subscriptions/acknowledged",
            "notifications/tools/list_changed",
            "notifications/resources/updated");
    assertThat(at(events.get(0), "params", "notifications"))
        .isEqualTo(
            Map.of("toolsListChanged", true, "resourceSubscriptions", java.util.List.of("a:b")));
    assertThat(events)
        .allMatch(
            event ->
                "sub"
                    .equals(
                        at(event, "params", "_meta", "io.modelcontextprotocol/subscriptionId")));
    assertThat(bench.child.last("resources/subscribe")).isNotNull();
  }

  private void level(String session, String level) {
    bench.post(
        session,
        "{'jsonrpc':'2.0','id':1,'method':'logging/setLevel','params':{'level':'" + level + "'}}");
    bench.answer("logging/setLevel", "{}");
  }
}
