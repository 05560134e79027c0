package io.berth.km.store;

/** The checks of incoming values, with messages that name the field, the rule and what was seen. */
final class Check {
  private Check() {}

  static void size(String field, String value, int least, int most) {
    if (value == null) {
      throw KnowledgeException.invalid(field + " is missing");
    }
    if (value.length() < least && value.isEmpty()) {
      throw KnowledgeException.invalid(field + " is empty");
    }
    if (value.length() > most) {
      throw KnowledgeException.tooLarge(
          field + " has " + value.length() + " characters; at most " + most + " are kept");
    }
    int nul = value.indexOf(0);
    if (nul >= 0) {
      throw KnowledgeException.invalid(field + " contains a NUL character at position " + nul);
    }
  }

  static void text(String field, String value, int least, int most) {
    size(field, value, least, most);
    if (least > 0 && value.isBlank()) {
      throw KnowledgeException.invalid(field + " is blank");
    }
  }

  static void line(String field, String value, int least, int most) {
    text(field, value, least, most);
    for (int i = 0; i < value.length(); i++) {
      if (Character.isISOControl(value.charAt(i))) {
        throw KnowledgeException.invalid(
            field + " contains a control character at position " + i + "; it must be one line");
      }
    }
  }

  static void range(String field, long value, long least, long most) {
    if (value < least || value > most) {
      throw KnowledgeException.invalid(
          field + " is " + value + "; it must be from " + least + " to " + most);
    }
  }
}
