package io.berth.acceptance.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ModuleRulesTest {
  /**
   * Those that speak to what Berth did not start, look at what the container opened, name a socket
   * in a signature of the JDK, or lock a file; the adapter knows only what it started.
   */
  private static final String SPEAK_TO_OTHERS =
      "io\\.berth\\.(lifecycle\\.(outbox\\.WebhookSink|advice\\.HttpModel|reply\\.BoundedText"
          + "|board\\.github\\.GitHubHttp|secret\\.VaultSecrets)"
          + "|gateway\\.(proxy\\.CallerWatch|security\\.KeyLock|tls\\.ListenerKeys))(\\$.*)?";

  private static final List<String> MODULES =
      List.of(
          "mcp-wire",
          "http-threads",
          "km-server",
          "jca-km-connector/api",
          "jca-km-connector/ra",
          "infinispan-config",
          "ejb-lifecycle",
          "web-gateway",
          "cli");
  private static final String API = "io.berth.connector.api..";

  private static JavaClasses berth;

  @BeforeAll
  static void readTheCompiledModules() {
    Path root = Path.of(System.getProperty("berth.root"));
    List<Path> folders =
        MODULES.stream().map(m -> root.resolve(m).resolve("target/classes")).toList();
    assertThat(folders).as("compiled modules").allMatch(Files::isDirectory);
    berth = new ClassFileImporter().importPaths(folders);
  }

  @Test
  void everyModuleIsLookedAt() {
    assertThat(berth)
        .extracting(c -> c.getPackageName())
        .anyMatch(p -> p.startsWith("io.berth.mcp"))
        .anyMatch(p -> p.startsWith("io.berth.http.threads"))
        .anyMatch(p -> p.startsWith("io.berth.km"))
        .anyMatch(p -> p.startsWith("io.berth.connector.process"))
        .anyMatch(p -> p.startsWith("io.berth.cache"))
        .anyMatch(p -> p.startsWith("io.berth.lifecycle"))
        .anyMatch(p -> p.startsWith("io.berth.gateway"))
        .anyMatch(p -> p.startsWith("io.berth.cli"));
  }

  @Test
  void onlyTheAdapterForksSignalsAndOpensSocketsInTheServer() {
    noClasses()
        .that()
        .resideInAnyPackage("io.berth.lifecycle..", "io.berth.gateway..", "io.berth.cache..", API)
        .and()
        .haveNameNotMatching(SPEAK_TO_OTHERS)
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.ProcessBuilder")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.ProcessHandle")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.net.Socket")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.net.ServerSocket")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.channels..", "org.apache.hc..", "java.net.http..")
        .because("the resource adapter owns every operating-system resource")
        .check(berth);
  }

  @Test
  void theGatewayAndTheLifecycleSeeOnlyTheApiOfTheConnector() {
    noClasses()
        .that()
        .resideInAnyPackage("io.berth.lifecycle..", "io.berth.gateway..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.berth.connector.process..",
            "io.berth.connector.port..",
            "io.berth.connector.channel..",
            "io.berth.connector.jca..",
            "io.berth.connector.adopt..",
            "io.berth.connector.install..",
            "io.berth.connector.event..",
            "io.berth.connector.proc..")
        .check(berth);
  }

  @Test
  void nobodyCallsBackUp() {
    noClasses()
        .that()
        .resideInAPackage("io.berth.connector..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.berth.lifecycle..", "io.berth.gateway..", "io.berth.cache..")
        .check(berth);
    noClasses()
        .that()
        .resideInAPackage("io.berth.lifecycle..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.berth.gateway..", "io.berth.cache..")
        .check(berth);
    noClasses()
        .that()
        .resideInAPackage("io.berth.cache..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.berth.connector..", "io.berth.lifecycle..", "io.berth.gateway..")
        .check(berth);
  }

  @Test
  void theKnowledgeManagerSharesOnlyTheWireFormat() {
    noClasses()
        .that()
        .resideInAnyPackage("io.berth.km..", "io.berth.mcp..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.berth.connector..",
            "io.berth.lifecycle..",
            "io.berth.gateway..",
            "io.berth.cache..",
            "io.berth.cli..",
            "jakarta..")
        .check(berth);
    noClasses()
        .that()
        .resideInAPackage("io.berth.mcp..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.berth.km..")
        .check(berth);
  }

  @Test
  void sqlIsSpokenOnlyInTheLifecycleTheKnowledgeManagerAndTheCommand() {
    noClasses()
        .that()
        .resideInAnyPackage("io.berth.gateway..", "io.berth.connector..", "io.berth.cache..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..", "org.jdbi..")
        .check(berth);
  }

  @Test
  void packagesOfAModuleDoNotFormCircles() {
    for (String module : List.of("lifecycle", "gateway", "connector", "km", "cli")) {
      slices()
          .matching("io.berth." + module + ".(**)")
          .should()
          .beFreeOfCycles()
          .allowEmptyShould(true)
          .check(berth);
    }
  }
}
