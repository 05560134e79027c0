package io.berth.lifecycle.waiting;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The projects of which tasks may be had by somebody who waits, until it was found out by whom.
 * Each is here once, however often it was heard of. Changes under the lock of {@link ParkedClaims}
 * alone.
 */
final class Chances {
  private final Set<String> open = new LinkedHashSet<>();
  private final Set<String> later = new HashSet<>();
  private boolean anywhere;
  private boolean anywhereLater;

  void of(String project) {
    open.add(project);
  }

  /** It must be found out of which projects. */
  void anywhere() {
    anywhere = true;
  }

  /** Nobody could tell now; null: of which projects. */
  void later(String project) {
    if (project == null) {
      anywhereLater = true;
    } else {
      later.add(project);
    }
  }

  /** What was put off is to be found out now. */
  void again() {
    open.addAll(later);
    later.clear();
    anywhere |= anywhereLater;
    anywhereLater = false;
  }

  boolean isEmpty() {
    return open.isEmpty() && !anywhere;
  }

  /** The next project, which is taken away; null: it must be found out of which projects. */
  String next() {
    if (anywhere) {
      anywhere = false;
      return null;
    }
    String first = open.iterator().next();
    open.remove(first);
    return first;
  }
}
