package io.berth.lifecycle.agent;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Names of skills and labels: compared in lower case, so kept so. Pure. */
public final class Skills {
  private static final int MOST = 64;
  private static final Pattern FORM = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}+#./_ :-]{0,63}");

  private Skills() {}

  /**
   * The names in the form in which they are compared.
   *
   * @throws KmException INVALID with the field and the rule
   */
  public static List<String> of(String field, List<String> names) throws KmException {
    TreeSet<String> known = new TreeSet<>();
    for (String name : names) {
      String plain = name.strip().toLowerCase(Locale.ROOT);
      if (!FORM.matcher(plain).matches()) {
        throw new KmException(
            Problem.INVALID,
            "'"
                + field
                + "': each must be 1 to 64 letters, digits, spaces or + # . / _ : - and begin with"
                + " a letter or digit");
      }
      known.add(plain);
    }
    if (known.size() > MOST) {
      throw new KmException(Problem.INVALID, "'" + field + "' has more than " + MOST + " entries");
    }
    return List.copyOf(known);
  }
}
