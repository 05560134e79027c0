package io.berth.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.berth.connector.api.KmHeader;
import io.berth.gateway.observe.TraceContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Header lines of a caller: refused, or passed on without this hop's and without ours. */
class HeaderRulesFuzzTest {
  private static final Set<String> NEVER =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "authorization",
          "host",
          "content-length",
          "forwarded",
          "via");

  @FuzzTest
  void whatGoesOnIsNeitherOfThisHopNorOurs(byte[] data) {
    List<KmHeader> headers = new ArrayList<>();
    for (String line : new String(data, ISO_8859_1).split("\n")) {
      int colon = Math.max(0, line.indexOf(':'));
      headers.add(
          new KmHeader(line.substring(0, colon), line.isEmpty() ? "" : line.substring(colon + 1)));
    }
    try {
      HeaderRules.check(headers);
    } catch (Refusal refused) {
      return;
    }
    Set<String> named = new TreeSet<>();
    int codings = 0;
    Set<String> lengths = new TreeSet<>();
    for (KmHeader header : headers) {
      String name = header.name().toLowerCase(Locale.ROOT);
      switch (name) {
        case "connection" ->
            Arrays.stream(header.value().split(","))
                .forEach(option -> named.add(option.trim().toLowerCase(Locale.ROOT)));
        case "transfer-encoding" -> codings++;
        case "content-length" -> lengths.add(header.value().trim());
        default -> {}
      }
    }
    assertThat(codings + lengths.size()).isLessThanOrEqualTo(1);
    List<KmHeader> kept = HeaderRules.forwardable(headers);
    assertThat(headers).containsAll(kept);
    for (KmHeader header : kept) {
      String name = header.name().toLowerCase(Locale.ROOT);
      assertThat(NEVER).doesNotContain(name);
      assertThat(named).doesNotContain(name);
      assertThat(name).doesNotStartWith("berth-").doesNotStartWith("x-forwarded-");
      assertThat(header.value()).doesNotContain("\r", "\0");
    }
    List<KmHeader> added = new ArrayList<>(kept);
    ForwardingHeaders.add(added, headers, "::1", "https", TraceContext.of(headers));
    assertThat(added.stream().filter(h -> h.name().equals("Forwarded"))).hasSize(1);
    assertThat(ListHeaders.that(true, headers)).hasSizeLessThanOrEqualTo(2 * data.length + 10);
  }
}
