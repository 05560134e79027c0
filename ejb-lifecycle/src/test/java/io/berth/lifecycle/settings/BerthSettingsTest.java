package io.berth.lifecycle.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.connector.api.PortRange;
import io.berth.connector.api.PortStrategy;
import io.berth.connector.api.RestartLimits;
import io.berth.lifecycle.secret.HashCost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BerthSettingsTest {
  private final BerthSettings defaults = BerthSettings.read(Map.of());

  @Test
  void defaultsOfProcessLifeAreThoseOfTheContract() {
    assertThat(defaults.idle())
        .isEqualTo(
            new ProjectSettings.Idle(
                Duration.ofHours(1),
                Duration.ofMinutes(5),
                10,
                Duration.ofHours(4),
                Duration.ofHours(1)));
    assertThat(defaults.idleSweep()).isEqualTo(Duration.ofSeconds(30));
    int cores = Runtime.getRuntime().availableProcessors();
    assertThat(defaults.start())
        .isEqualTo(new BerthSettings.Start(Duration.ofSeconds(30), 2 * cores, 100));
    assertThat(defaults.stop())
        .isEqualTo(new BerthSettings.Stop(Duration.ofSeconds(30), Duration.ofSeconds(10)));
    assertThat(defaults.health())
        .isEqualTo(new BerthSettings.Health(Duration.ofSeconds(10), Duration.ofSeconds(2), 3));
    assertThat(defaults.restart()).isEqualTo(RestartLimits.DEFAULTS);
    assertThat(defaults.warmPool().size()).isEqualTo(2);
    assertThat(defaults.orphanTimeout()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void defaultsOfPortsAndPoolsAreThoseOfTheContract() {
    assertThat(defaults.ports().ranges())
        .containsExactly(
            new PortRange(5001, 5100), new PortRange(6001, 6100), new PortRange(7001, 7100));
    assertThat(defaults.ports().strategy()).isEqualTo(PortStrategy.FILL);
    assertThat(defaults.pool())
        .isEqualTo(
            new ProjectSettings.Pool(
                1,
                5,
                Duration.ofMinutes(5),
                Duration.ofHours(1),
                Rate.parse("10/min"),
                10,
                Rate.parse("2/min"),
                2));
    assertThat(defaults.channels())
        .isEqualTo(new BerthSettings.Channels(16, Duration.ofMinutes(5)));
    assertThat(defaults.permits()).isEqualTo(1024);
  }

  @Test
  void defaultsOfTheGatewayAreThoseOfTheContract() {
    assertThat(defaults.rate())
        .isEqualTo(
            new BerthSettings.Rates(
                Rate.parse("6000/min"),
                Rate.parse("1000/min"),
                Rate.parse("100/min"),
                Rate.parse("10/min")));
    assertThat(defaults.connections()).isEqualTo(new ConnectionLimits(20_000, 1_000));
    assertThat(defaults.breaker()).isEqualTo(new BerthSettings.Breaker(5, Duration.ofSeconds(60)));
    assertThat(defaults.cache()).isEqualTo(new BerthSettings.Cache(1000, Duration.ofMinutes(1), 0));
  }

  @Test
  void byDefaultNoOtherSiteMayCallAndNoOtherIssuerIsTrusted() {
    assertThat(defaults.edge())
        .isEqualTo(
            new BerthSettings.Edge(
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Duration.ofDays(90),
                Duration.ofDays(180)));
    assertThat(defaults.tls()).isEmpty();
    assertThat(defaults.secretHash()).isEqualTo(HashCost.USUAL);
  }

  @Test
  void aCertificateAndItsKeyBelongTogetherAndNoHashIsCheaperThanItShouldBe() {
    assertThat(BerthSettings.read(Map.of("berth.tls.cert", "/c", "berth.tls.key", "/k")).tls())
        .contains(new BerthSettings.Tls(Path.of("/c"), Path.of("/k")));
    for (Map<String, String> wrong :
        List.of(
            Map.of("berth.tls.cert", "/c"),
            Map.of("berth.tls.key", "/k"),
            Map.of("berth.tls.port", "0"),
            Map.of("berth.vault.url", "https://v"),
            Map.of("berth.vault.url", "http://v", "berth.vault.token-file", "/t"),
            Map.of("berth.vault.path", "../x?y"),
            Map.of("berth.secrets.hash-memory", "18"),
            Map.of("berth.secrets.hash-passes", "1"))) {
      assertThatThrownBy(() -> BerthSettings.read(wrong))
          .as(wrong.toString())
          .isInstanceOf(InvalidSettings.class);
    }
  }

  @Test
  void namesAndOriginsAreReadAsListsAndMistakesAreTold() {
    BerthSettings.Edge edge =
        BerthSettings.read(
                Map.of(
                    "berth.hosts", "Berth.example, b.example",
                    "berth.origins", "https://console.example:8443",
                    "berth.public-url", "https://berth.example/team"))
            .edge();
    assertThat(edge.hosts()).containsExactly("berth.example", "b.example");
    assertThat(edge.origins()).containsExactly("https://console.example:8443");
    assertThat(edge.publicUrl()).contains("https://berth.example/team");
    for (Map<String, String> wrong :
        List.of(
            Map.of("berth.hosts", "a:80"),
            Map.of("berth.hosts", "*"),
            Map.of("berth.origins", "*"),
            Map.of("berth.origins", "https://a/"),
            Map.of("berth.public-url", "berth.example"),
            Map.of("berth.public-url", "https://a/?x"))) {
      assertThatThrownBy(() -> BerthSettings.read(wrong))
          .as(wrong.toString())
          .isInstanceOf(InvalidSettings.class);
    }
  }

  @Test
  void defaultsOfTheInstallationAreThoseOfThePlan() {
    assertThat(defaults.data()).isEqualTo(Path.of("var").toAbsolutePath());
    assertThat(defaults.node()).isEqualTo("node-1");
    assertThat(defaults.installation()).isEmpty();
    assertThat(defaults.kmJava()).isEmpty();
    assertThat(defaults.database())
        .isEqualTo(
            new BerthSettings.Database(
                "jdbc:postgresql://127.0.0.1:5432/berth", "berth", Optional.empty()));
  }

  @Test
  void allMistakesAreListedAtOnce() {
    InvalidSettings failure =
        mistakesOf(
            Map.of(
                "berth.idle.timeout", "1h",
                "berth.pool.max", "0",
                "berth.idel.grace", "PT1M",
                "berth.ports.ranges", "5001-5100,5050-5060",
                "BERTH_IDLE_TIMEUOT", "PT1M"));
    assertThat(failure.mistakes())
        .containsExactlyInAnyOrder(
            "berth.idle.timeout = '1h': write an ISO 8601 duration, like PT30S or PT1H",
            "berth.pool.max = '0': must be from 1 to 1000",
            "berth.ports.ranges = '5001-5100,5050-5060': 5050-5060 and 5001-5100 overlap",
            "berth.idel.grace: no such setting; did you mean berth.idle.grace?",
            "BERTH_IDLE_TIMEUOT: no such setting; did you mean BERTH_IDLE_TIMEOUT?");
  }

  @Test
  void everyTypedValueIsRefusedWhenItIsNonsense() {
    for (Setting<?> setting : Catalogue.ALL) {
      if (List.of("path", "URL", "token", "text").contains(setting.type())
          || setting == Catalogue.DATABASE_USER) {
        continue;
      }
      assertThat(mistakesOf(Map.of(setting.key(), "-7 Nonsense")).mistakes())
          .as(setting.key())
          .singleElement()
          .asString()
          .startsWith(setting.key());
    }
  }

  @Test
  void valuesThatContradictEachOtherAreRefused() {
    assertThat(mistakesOf(Map.of("berth.pool.min", "6", "berth.pool.contract-to", "6")).mistakes())
        .containsExactly("berth.pool.min = 6 must not be above berth.pool.max = 5");
    assertThat(mistakesOf(Map.of("berth.restart.backoff", "PT2M")).mistakes())
        .containsExactly("berth.restart.backoff = PT2M must not be above berth.restart.max = PT1M");
  }

  @Test
  void credentialsDoNotBelongInTheDatabaseUrl() {
    assertThat(
            mistakesOf(Map.of("berth.database.url", "jdbc:postgresql://h/d?password=x")).mistakes())
        .singleElement()
        .asString()
        .contains("berth.database.password-file");
  }

  @Test
  void aProjectsOwnValuesWinOverTheInstallations() {
    ProjectSettings own =
        BerthSettings.read(Map.of("berth.idle.timeout", "PT2H"))
            .forProject(Map.of("idleGrace", "PT1S", "poolMax", "7"));
    assertThat(own.idle().timeout()).isEqualTo(Duration.ofHours(2));
    assertThat(own.idle().grace()).isEqualTo(Duration.ofSeconds(1));
    assertThat(own.pool().asKmSettings())
        .containsEntry("pool.max", "7")
        .containsEntry("pool.expand-at", "10/min");
  }

  @Test
  void aProjectMayNotSetWhatIsTheInstallations() {
    InvalidSettings failure =
        catchThrowableOfType(
            InvalidSettings.class,
            () -> defaults.forProject(Map.of("portsRanges", "1-2", "idleTimeuot", "PT1M")));
    assertThat(failure.mistakes())
        .hasSize(2)
        .anyMatch(mistake -> mistake.contains("did you mean idleTimeout?"));
  }

  @Test
  void aStreamMayBeSilentForTheIdleTimeoutUnlessToldOtherwise() {
    assertThat(defaults.forProject(Map.of("idleTimeout", "PT5M")).idle().streamSilence())
        .isEqualTo(Duration.ofMinutes(5));
    assertThat(defaults.forProject(Map.of("idleStreamSilence", "PT5H")).idle().streamSilence())
        .isEqualTo(Duration.ofHours(5));
  }

  @Test
  void nothingIsScheduledOrRecycledByDefault() {
    ProjectSettings own = defaults.forProject(Map.of());
    assertThat(own.schedule().keepWarm()).isEmpty();
    assertThat(own.schedule().wake()).isEmpty();
    assertThat(own.recycling().maxAge()).isEmpty();
  }

  @Test
  void aScheduleThatIsNoneIsRefusedWithThePositionOfTheMistake() {
    InvalidSettings failure =
        catchThrowableOfType(
            InvalidSettings.class,
            () ->
                defaults.forProject(
                    Map.of(
                        "scheduleWake", "0 25 * * *", "scheduleZone", "Mars", "maxAge", "PT1S")));
    assertThat(failure.mistakes())
        .containsExactly(
            "maxAge = 'PT1S': must be at least PT1M",
            "scheduleWake = '0 25 * * *': column 3, hour: 25 is not from 0 to 23",
            "scheduleZone = 'Mars': must be a time zone, like UTC, Europe/Berlin or +02:00");
  }

  @Test
  void eventsGoNowhereByDefaultAndAWebhookIsSignedAndSafe() {
    assertThat(defaults.events())
        .isEqualTo(
            new BerthSettings.Events(
                Duration.ofDays(90), false, Optional.empty(), Optional.empty()));
    String url = "berth.events.webhook.url";
    assertThat(mistakesOf(Map.of(url, "https://h/x")).mistakes())
        .singleElement()
        .asString()
        .contains("berth.events.webhook.secret-file");
    for (String wrong : List.of("http://h/x", "https://u:p@h/x", "ftp://127.0.0.1/x", "h")) {
      assertThat(mistakesOf(Map.of(url, wrong)).mistakes()).as(wrong).hasSize(1);
    }
    assertThat(
            BerthSettings.read(
                    Map.of(url, "http://127.0.0.1:9000/x", "berth.events.webhook.secret-file", "s"))
                .events()
                .webhook())
        .isPresent();
  }

  private static InvalidSettings mistakesOf(Map<String, String> texts) {
    return catchThrowableOfType(InvalidSettings.class, () -> BerthSettings.read(texts));
  }

  @Test
  void whoSendsThousandsOfUnknownProjectSettingsIsToldOfTwenty() {
    Map<String, String> own = new java.util.HashMap<>();
    for (int i = 0; i < 5_000; i++) {
      own.put("x".repeat(200) + i, "1");
    }
    InvalidSettings refused =
        catchThrowableOfType(InvalidSettings.class, () -> defaults.forProject(own));
    assertThat(refused.mistakes())
        .hasSize(SettingValues.MOST_TOLD + 1)
        .last()
        .asString()
        .contains("correct these first");
    assertThat(refused.mistakes()).allMatch(mistake -> mistake.length() < 200);
  }
}
