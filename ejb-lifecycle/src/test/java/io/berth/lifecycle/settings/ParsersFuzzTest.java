package io.berth.lifecycle.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.berth.connector.api.PortRange;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Any text as a value of each kind of setting: refused with a rule, or a value within its bounds.
 * One setting for each kind, because two settings of one kind have one parser.
 */
class ParsersFuzzTest {
  private static final Collection<Setting<?>> KINDS = kinds();

  @FuzzTest
  void eachKindTakesItOrSaysWhatIsWrong(byte[] data) {
    String text = new String(data, UTF_8);
    for (Setting<?> setting : KINDS) {
      Object value;
      try {
        value = setting.parser().apply(text);
      } catch (IllegalArgumentException refused) {
        hold(setting, !refused.getMessage().isBlank());
        continue;
      }
      within(setting, value instanceof Optional<?> perhaps ? perhaps.orElse(null) : value);
    }
    rangesAreApart(text);
  }

  private static Collection<Setting<?>> kinds() {
    Map<String, Setting<?>> kinds = new TreeMap<>();
    Catalogue.ALL.forEach(setting -> kinds.putIfAbsent(setting.type(), setting));
    return kinds.values();
  }

  private static void within(Setting<?> setting, Object value) {
    if (value instanceof Duration time) {
      hold(setting, !time.isNegative() && time.compareTo(Duration.ofDays(366)) <= 0);
      hold(setting, time.equals(Parsers.notNegative(time.toString())));
    } else if (value instanceof Rate rate) {
      hold(setting, rate.count() > 0 && Rate.parse(rate.toString()).equals(rate));
    } else if (value instanceof CountWithin some) {
      hold(setting, some.count() > 0 && CountWithin.parse(some.toString()).equals(some));
    } else if (value instanceof URI url) {
      hold(setting, url.getHost() != null && url.getUserInfo() == null);
    } else if (value instanceof List<?> parts) {
      hold(setting, parts.stream().noneMatch(part -> part.toString().isBlank()));
    }
  }

  private static void rangesAreApart(String text) {
    List<PortRange> ranges;
    try {
      ranges = Parsers.ranges(text);
    } catch (IllegalArgumentException refused) {
      return;
    }
    assertThat(ranges).isNotEmpty();
    long ports = ranges.stream().mapToLong(range -> range.last() - range.first() + 1).sum();
    assertThat(ports).isBetween(1L, 65_535L);
  }

  /** why not an assertion with a description: this is asked a hundred times a run. */
  private static void hold(Setting<?> setting, boolean fact) {
    if (!fact) {
      throw new AssertionError(setting.key());
    }
  }
}
