package io.berth.lifecycle.settings;

/** Writes {@code docs/settings.md} from the catalogue, so that page and program agree. */
final class SettingsPage {
  private static final String HEAD =
      """
      # Settings

      This page is made from the catalogue in the program; a test fails when it is not current.

      Settings come from MicroProfile Config: a properties file, system properties, or environment
      variables (`berth.idle.min-requests` is `BERTH_IDLE_MIN_REQUESTS`). The unit is part of the
      value: durations are ISO 8601 (`PT30S`, `PT1H`), rates are `10/min` (units `s`, `min`, `h`).
      All mistakes are listed at once at start, and a `berth.*` key that does not exist is refused.

      A setting with a name in the third column may also be set for one project, under `settings`
      in its JSON: `{"settings": {"idleTimeout": "PT15M"}}`.

      | key | default | per project | value | meaning |
      |---|---|---|---|---|
      """;

  private SettingsPage() {}

  static String render() {
    StringBuilder page = new StringBuilder(HEAD);
    for (Setting<?> setting : Catalogue.ALL) {
      page.append("| `").append(setting.key()).append("` | ");
      page.append(setting.fallback().isEmpty() ? "none" : "`" + setting.fallback() + "`");
      page.append(" | ").append(setting.perProject() ? "`" + setting.projectKey() + "`" : "");
      page.append(" | ").append(setting.type());
      page.append(" | ").append(setting.meaning()).append(" |\n");
    }
    return page.toString();
  }
}
