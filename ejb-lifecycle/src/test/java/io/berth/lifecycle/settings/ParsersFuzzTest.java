package io.berth.lifecycle.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.berth.connector.api.PortRange;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Any text as a value of each kind of setting: refused with a rule, or a value within its bounds.
 * Two settings of one kind have one parser, so one of them stands for both. A seed is tried with
 * all kinds; what is mutated with one, which its last byte chooses, because most refuse it and an
 * exception takes longer than a parser.
 */
class ParsersFuzzTest {
  private static final boolean FUZZING = "1".equals(System.getenv("JAZZER_FUZZ"));
  private static final List<Setting<?>> KINDS = kinds();

  @FuzzTest
  void eachKindTakesItOrSaysWhatIsWrong(byte[] data) {
    int length = Math.max(0, data.length - 1);
    String text = new String(data, 0, length, UTF_8);
    if (FUZZING) {
      int chosen = data.length == 0 ? 0 : data[length] & 0xff;
      parse(KINDS.get(chosen % KINDS.size()), text);
      return;
    }
    for (Setting<?> setting : KINDS) {
      parse(setting, text);
      parse(setting, new String(data, UTF_8));
    }
  }

  private static void parse(Setting<?> setting, String text) {
    Object value;
    try {
      value = setting.parser().apply(text);
    } catch (IllegalArgumentException refused) {
      hold(setting, !refused.getMessage().isBlank());
      return;
    }
    within(setting, value instanceof Optional<?> perhaps ? perhaps.orElse(null) : value);
  }

  private static void within(Setting<?> setting, Object value) {
    if (value instanceof Duration time) {
      hold(setting, !time.isNegative() && time.compareTo(Duration.ofDays(366)) <= 0);
      hold(setting, time.equals(Parsers.notNegative(time.toString())));
    } else if (value instanceof Rate rate) {
      hold(setting, rate.count() > 0 && Rate.parse(rate.toString()).equals(rate));
    } else if (value instanceof CountWithin some) {
      hold(setting, some.count() > 0 && CountWithin.parse(some.toString()).equals(some));
    } else if (value instanceof ConnectionLimits limits) {
      hold(setting, ConnectionLimits.parse(limits.toString()).equals(limits));
    } else if (value instanceof URI url) {
      hold(setting, url.getHost() != null && url.getUserInfo() == null);
    } else if (value instanceof List<?> parts) {
      hold(setting, parts.stream().noneMatch(part -> part.toString().isBlank()));
      hold(setting, parts.stream().mapToInt(ParsersFuzzTest::ports).sum() <= 65_535);
    }
  }

  /** How many, if it is a range of them; ranges that overlap would have more than there are. */
  private static int ports(Object part) {
    return part instanceof PortRange range ? range.last() - range.first() + 1 : 0;
  }

  private static void hold(Setting<?> setting, boolean fact) {
    if (!fact) {
      throw new AssertionError(setting.key());
    }
  }

  private static List<Setting<?>> kinds() {
    Map<String, Setting<?>> kinds = new TreeMap<>();
    Catalogue.ALL.forEach(setting -> kinds.putIfAbsent(setting.type(), setting));
    return List.copyOf(kinds.values());
  }
}
