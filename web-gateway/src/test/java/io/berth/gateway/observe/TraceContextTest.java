package io.berth.gateway.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.KmHeader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN = "b7ad6b7169203331";
  private static final String GOOD = "00-" + TRACE + "-" + SPAN + "-01";

  @Test
  void continuesWhatTheCallerBegan() {
    TraceContext trace = TraceContext.of(lines("TraceParent: " + GOOD, "tracestate: a=b,c=d"));
    assertThat(trace).isEqualTo(new TraceContext(TRACE, SPAN, 1, "a=b,c=d", true));
    List<KmHeader> told = new ArrayList<>();
    trace.addTo(told);
    assertThat(told).isEqualTo(lines("traceparent: " + GOOD, "tracestate: a=b,c=d"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-0-0-0",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0x",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
        "00_0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331_01",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.more",
      })
  void beginsAnewInPlaceOfWhatCannotBeRead(String malformed) {
    TraceContext trace =
        TraceContext.of(
            List.of(new KmHeader("traceparent", malformed), new KmHeader("tracestate", "a=b")));
    assertThat(trace.received()).isFalse();
    assertThat(trace.state()).as("the state of a trace that is not continued").isEmpty();
    assertThat(trace.parent()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00").doesNotContain(SPAN);
  }

  @Test
  void twoParentsAreNone() {
    assertThat(TraceContext.of(lines("traceparent: " + GOOD, "traceparent: " + GOOD)).received())
        .isFalse();
  }

  @Test
  void aLaterVersionIsContinuedAsFarAsItIsKnown() {
    TraceContext trace =
        TraceContext.of(lines("traceparent: cc-" + TRACE + "-" + SPAN + "-f1-what-comes-later"));
    assertThat(trace.parent()).isEqualTo("00-" + TRACE + "-" + SPAN + "-01");
  }

  @Test
  void theStateIsBoundedFromItsEndAndLongMembersGoFirst() {
    String many =
        IntStream.range(0, 30).mapToObj(i -> "k" + i + "=" + "v".repeat(20)).collect(joined());
    String kept = state("tracestate: first=1,big=" + "x".repeat(130), "tracestate: " + many);
    assertThat(kept).startsWith("first=1,k0=").doesNotContain("big=", "k29=");
    assertThat(kept.length()).isBetween(480, 512);
    assertThat(state("tracestate: big=" + "x".repeat(200))).startsWith("big=");
  }

  @Test
  void aStateThatBreaksTheGrammarIsLeftOut() {
    assertThat(state("tracestate: A=b")).isEmpty();
    assertThat(state("tracestate: novalue")).isEmpty();
    assertThat(state("tracestate: a=b,a=c")).isEmpty();
    assertThat(state("tracestate: a=b=c")).isEmpty();
    assertThat(
            state(
                "tracestate: "
                    + IntStream.range(0, 33).mapToObj(i -> "k" + i + "=1").collect(joined())))
        .isEmpty();
    assertThat(state("tracestate: , a=b ,,c@d=e,")).isEqualTo("a=b,c@d=e");
  }

  private static String state(String... states) {
    List<KmHeader> all = new ArrayList<>(lines("traceparent: " + GOOD));
    all.addAll(lines(states));
    return TraceContext.of(all).state();
  }

  private static java.util.stream.Collector<CharSequence, ?, String> joined() {
    return Collectors.joining(",");
  }

  private static List<KmHeader> lines(String... lines) {
    return Arrays.stream(lines)
        .map(line -> line.split(": ", 2))
        .map(pair -> new KmHeader(pair[0], pair[1]))
        .toList();
  }
}
