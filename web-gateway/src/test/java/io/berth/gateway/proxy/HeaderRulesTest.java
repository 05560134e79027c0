package io.berth.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.connector.api.KmHeader;
import io.berth.gateway.observe.TraceContext;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeaderRulesTest {
  @Test
  void stripsHopByHopLinesAndThoseNamedByConnection() {
    assertThat(
            HeaderRules.forwardable(
                lines(
                    "Connection: keep-alive, X-Mine",
                    "Keep-Alive: 5",
                    "X-Mine: 1",
                    "TE: trailers",
                    "Upgrade: h2c",
                    "Accept: a",
                    "Accept: b")))
        .containsExactly(new KmHeader("Accept", "a"), new KmHeader("Accept", "b"));
  }

  @Test
  void stripsCredentialsAndWhatOnlyBerthMaySay() {
    assertThat(
            HeaderRules.forwardable(
                lines(
                    "authorization: Bearer x",
                    "BERTH-Secret: s",
                    "Berth-Subject: root",
                    "X-Forwarded-For: 1.2.3.4",
                    "Forwarded: for=1.2.3.4",
                    "Host: h")))
        .isEmpty();
  }

  @Test
  void refusesAmbiguousFraming() {
    refused("Content-Length: 1", "Content-Length: 2");
    refused("Content-Length: 1", "Transfer-Encoding: chunked");
    refused("Transfer-Encoding: chunked", "Transfer-Encoding: chunked");
    refused("Transfer-Encoding: gzip, chunked");
    refused("Content-Length: +1");
    refused("Content-Length: -1");
  }

  @Test
  void refusesTwoHosts() {
    refused("Host: a", "host: a");
  }

  @Test
  void acceptsOrdinaryFraming() throws Refusal {
    HeaderRules.check(lines("Content-Length: 12", "X: ä\tb"));
    HeaderRules.check(lines("Transfer-Encoding: chunked"));
  }

  @Test
  void refusesLinesThatWouldBecomeTwo() {
    refused(new KmHeader("X", "a\r\nBerth-Secret: s"));
    refused(new KmHeader("X\n", "a"));
    refused(new KmHeader("X", "a\0b"));
    refused(new KmHeader("", "a"));
    refused(new KmHeader("X Y", "a"));
  }

  @Test
  void returnsEverythingOfTheKnowledgeManagerButItsBerthLines() {
    assertThat(HeaderRules.returnable("Mcp-Session-Id")).isTrue();
    assertThat(HeaderRules.returnable("berth-reason")).isFalse();
    assertThat(HeaderRules.returnable("Content-Length")).isFalse();
  }

  @Test
  void saysWhoForwardsAndBelievesNobodyElse() {
    List<KmHeader> added = new ArrayList<>();
    ForwardingHeaders.add(
        added,
        lines("Host: berth.example:8080", "X-Forwarded-For: 9.9.9.9", "Via: 1.0 fred"),
        "10.0.0.7",
        "http",
        TraceContext.begin());
    assertThat(added)
        .contains(
            new KmHeader("Forwarded", "for=10.0.0.7;proto=http;host=\"berth.example:8080\""),
            new KmHeader("X-Forwarded-For", "10.0.0.7"),
            new KmHeader("X-Forwarded-Host", "berth.example:8080"),
            new KmHeader("Via", "1.0 fred, 1.1 berth"));
    assertThat(HeaderRules.first(added, "traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
  }

  @Test
  void tellsTheTraceInPlaceOfTheCallersLines() {
    List<KmHeader> received =
        lines(
            "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "tracestate: a=b");
    List<KmHeader> added = new ArrayList<>(HeaderRules.forwardable(received));
    ForwardingHeaders.add(added, received, "::1", "http", TraceContext.of(received));
    assertThat(added).containsAll(received).hasSize(6);
    assertThat(HeaderRules.first(added, "forwarded")).isEqualTo("for=\"[::1]\";proto=http");
  }

  private static void refused(String... lines) {
    assertThat(catchThrowableOfType(Refusal.class, () -> HeaderRules.check(lines(lines))).status())
        .isEqualTo(400);
  }

  private static void refused(KmHeader line) {
    assertThat(catchThrowableOfType(Refusal.class, () -> HeaderRules.check(List.of(line))).status())
        .isEqualTo(400);
  }

  private static List<KmHeader> lines(String... lines) {
    return java.util.Arrays.stream(lines)
        .map(line -> line.split(": ", 2))
        .map(pair -> new KmHeader(pair[0], pair[1]))
        .toList();
  }
}
