package io.berth.gateway.mcp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * Which generation of a project's KM an MCP session belongs to, as far as answers told. A session
 * lives in the memory of the process that gave it out, so that it is dead with it; what is unknown
 * here is the KM's to judge. Asked by the data plane on any thread; bounded, and lost with the
 * server.
 */
public final class McpSessions {
  private static final int MOST = 20_000;
  private static final int LONGEST = 512;

  private record Session(String incarnation, String id) {}

  private final Cache<Session, Long> generations = Caffeine.newBuilder().maximumSize(MOST).build();

  /**
   * A process answered well under this session: it gave it out, or it knows it.
   *
   * @param incarnation of the project
   */
  public void lives(String incarnation, String id, long generation) {
    if (id.length() <= LONGEST) {
      generations.asMap().merge(new Session(incarnation, id), generation, Math::max);
    }
  }

  /** Whether it belongs to a process before this generation. */
  public boolean isDead(String incarnation, String id, long generation) {
    if (id.length() > LONGEST) {
      return false;
    }
    Long opened = generations.getIfPresent(new Session(incarnation, id));
    return opened != null && opened < generation;
  }
}
