package io.berth.gateway.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What an answer to a list says of its own keeping: how long, and for whom. Revisions before
 * 2026-07-28 say nothing. Pure.
 *
 * @param lifetime for how long it may be kept; empty when nothing is said
 * @param shared whether it is the same for all callers
 */
public record ListTerms(Optional<Duration> lifetime, boolean shared) {
  private static final String[] LIFETIME = {"result", "ttlMs"};

  /** Longer is not believed: a mistake in a unit must not last for years. */
  private static final long LONGEST_MILLIS = Duration.ofDays(1).toMillis();

  /** The terms of this answer; empty for one that is no whole list, or no answer at all. */
  public static Optional<ListTerms> of(byte[] body) {
    try {
      if (!(JSON.std.anyFrom(body) instanceof Map<?, ?> answer)
          || !(answer.get("result") instanceof Map<?, ?> result)
          || result.get("nextCursor") != null) {
        return Optional.empty();
      }
      Optional<Duration> lifetime =
          result.get("ttlMs") instanceof Number millis
              ? Optional.of(
                  Duration.ofMillis(Math.max(0, Math.min(LONGEST_MILLIS, millis.longValue()))))
              : Optional.empty();
      return Optional.of(new ListTerms(lifetime, "public".equals(result.get("cacheScope"))));
    } catch (IOException | RuntimeException notJson) {
      return Optional.empty();
    }
  }

  /** The same answer with another lifetime, where it tells one; every other byte as it was. */
  public static McpAnswer withLifetime(McpAnswer answer, Duration lifetime) {
    byte[] body = answer.withId(Optional.of("null"));
    try {
      Optional<JsonSpan> span = JsonSpan.of(body, LIFETIME);
      if (span.isEmpty()) {
        return answer;
      }
      ByteArrayOutputStream whole = new ByteArrayOutputStream(body.length + 20);
      whole.write(body, 0, span.get().start());
      whole.writeBytes(Long.toString(lifetime.toMillis()).getBytes(UTF_8));
      whole.write(body, span.get().end(), body.length - span.get().end());
      return McpAnswer.of(whole.toByteArray(), true).orElse(answer);
    } catch (IOException impossible) {
      return answer;
    }
  }
}
