package io.berth.gateway.observe;

import io.berth.connector.api.KmHeader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The line {@code tracestate}: members of other systems, kept as they came and in their order, 32
 * and 512 characters at most. Where it is longer, long members go first and then the last ones, as
 * the standard says. One that breaks the grammar is left out as a whole. Pure.
 */
final class TraceState {
  private static final int MOST_MEMBERS = 32;
  private static final int MOST_CHARACTERS = 512;
  private static final int LONG_MEMBER = 128;
  private static final int MOST_READ = 8192;

  private TraceState() {}

  static String of(List<KmHeader> headers) {
    String lines = null;
    for (KmHeader header : headers) {
      if (header.name().equalsIgnoreCase(TraceContext.STATE)) {
        lines = lines == null ? header.value() : lines + ',' + header.value();
      }
    }
    return lines == null || lines.length() > MOST_READ ? "" : bounded(lines);
  }

  private static String bounded(String lines) {
    List<String> members = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    int length = -1;
    for (int from = 0; from <= lines.length(); ) {
      int comma = lines.indexOf(',', from);
      int to = comma < 0 ? lines.length() : comma;
      String member = lines.substring(from, to).strip();
      from = to + 1;
      if (member.isEmpty()) {
        continue;
      }
      int equals = member.indexOf('=');
      if (equals < 1 || !isMember(member, equals) || !keys.add(member.substring(0, equals))) {
        return "";
      }
      members.add(member);
      length += member.length() + 1;
    }
    if (members.size() > MOST_MEMBERS) {
      return "";
    }
    for (int i = members.size() - 1; i >= 0 && length > MOST_CHARACTERS; i--) {
      if (members.get(i).length() > LONG_MEMBER) {
        length -= members.remove(i).length() + 1;
      }
    }
    while (length > MOST_CHARACTERS) {
      length -= members.remove(members.size() - 1).length() + 1;
    }
    return String.join(",", members);
  }

  private static boolean isMember(String member, int equals) {
    for (int i = 0; i < equals; i++) {
      char c = member.charAt(i);
      boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (!letterOrDigit && "_-*/@".indexOf(c) < 0) {
        return false;
      }
    }
    for (int i = equals + 1; i < member.length(); i++) {
      char c = member.charAt(i);
      if (c < 0x20 || c > 0x7e || c == '=') {
        return false;
      }
    }
    return equals < member.length() - 1;
  }
}
