package io.berth.gateway.observe;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The combined format of NCSA, which every reader of access logs knows, with fields of ours behind
 * it. The line {@code Referer} is never told: it may hold what somebody put into a query. Pure.
 */
final class CombinedLine implements AccessLine {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss +0000", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  @Override
  public void append(StringBuilder to, Passage passage) {
    Passage.Asked asked = passage.asked();
    Passage.Answer answer = passage.answer();
    to.append(asked.remote()).append(" - ");
    word(to, asked.subject());
    to.append(" [");
    TIME.formatTo(asked.at(), to);
    to.append("] \"");
    word(to, asked.method());
    to.append(' ');
    Texts.escape(to, asked.path());
    to.append(' ').append(asked.protocol()).append("\" ").append(answer.status()).append(' ');
    if (answer.bytes() <= 0) {
      to.append('-');
    } else {
      to.append(answer.bytes());
    }
    to.append(" \"-\" \"");
    Texts.escape(to, asked.userAgent() == null ? "-" : asked.userAgent());
    to.append('"');
    Fields.append(to, passage);
    to.append('\n');
  }

  /** why: a name with a space in it would be two. */
  private static void word(StringBuilder to, String text) {
    if (text == null || text.isEmpty()) {
      to.append('-');
      return;
    }
    for (int i = 0; i < Math.min(128, text.length()); i++) {
      char c = text.charAt(i);
      to.append(c > 0x20 && c < 0x7f && c != '"' ? c : '?');
    }
  }
}
