package io.berth.gateway.security;

import com.nimbusds.jose.JWSAlgorithm;
import io.berth.gateway.json.JsonInput;
import io.berth.gateway.json.JsonText;
import io.berth.gateway.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the file of foreign issuers, strictly: what is wrong is told with the file, the issuer and
 * the field. Once, at start.
 */
final class ForeignIssuersFile {
  private static final int LIMIT = 256 * 1024;
  private static final int MOST = 20;
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

  /** why these alone: a symmetric key would have to be kept secret here, and none is no proof. */
  private static final Set<String> ALGORITHMS =
      Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

  private ForeignIssuersFile() {}

  static List<ForeignIssuer> read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      JsonInput json = new JsonInput(JsonText.read(in, LIMIT), Set.of("issuers"));
      List<ForeignIssuer> issuers = new ArrayList<>();
      for (JsonInput each :
          json.objects(
              "issuers",
              Set.of(
                  "name",
                  "issuer",
                  "audiences",
                  "jwksUrl",
                  "algorithms",
                  "subjectClaim",
                  "groupsClaim",
                  "roles",
                  "projects",
                  "projectsClaim",
                  "namesAgents"))) {
        issuers.add(issuer(each));
      }
      requireDistinct(issuers);
      return List.copyOf(issuers);
    } catch (ProblemException e) {
      throw new IOException(file + ": " + e.problem().detail(), e);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static ForeignIssuer issuer(JsonInput json) {
    String name = json.required("name", ForeignIssuersFile::name);
    try {
      return new ForeignIssuer(
          name,
          json.required("issuer", ForeignIssuersFile::issuerName),
          atLeastOne("audiences", json.texts("audiences")),
          json.required("jwksUrl", ForeignIssuersFile::url),
          algorithms(json.texts("algorithms")),
          json.text("subjectClaim").orElse("sub"),
          json.text("groupsClaim").orElse("groups"),
          roles(json.values("roles")),
          projects(json.values("projects")),
          json.text("projectsClaim"),
          json.flag("namesAgents").orElse(false));
    } catch (ProblemException e) {
      throw new IllegalArgumentException("issuer " + name + ": " + e.problem().detail(), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("issuer " + name + ": " + e.getMessage(), e);
    }
  }

  private static String name(String text) {
    if (!NAME.matcher(text).matches()) {
      throw new IllegalArgumentException("1 to 32 characters: a-z, 0-9, '-'");
    }
    return text;
  }

  private static String issuerName(String text) {
    if (text.isEmpty() || text.equals(TokenRules.ISSUER)) {
      throw new IllegalArgumentException("the claim 'iss' of its tokens; '" + text + "' is taken");
    }
    return text;
  }

  private static URI url(String text) {
    URI url = URI.create(text);
    boolean here =
        "http".equals(url.getScheme())
            && Set.of("127.0.0.1", "localhost", "[::1]").contains(String.valueOf(url.getHost()));
    if (url.getHost() == null || url.getUserInfo() != null) {
      throw new IllegalArgumentException("an URL with a host and no credentials");
    }
    if (!here && !"https".equals(url.getScheme())) {
      throw new IllegalArgumentException("keys come over https, or from this host itself");
    }
    return url;
  }

  private static Set<JWSAlgorithm> algorithms(List<String> texts) {
    for (String text : texts) {
      if (!ALGORITHMS.contains(text)) {
        throw new IllegalArgumentException("'algorithms': " + text + " is none of " + ALGORITHMS);
      }
    }
    return (texts.isEmpty() ? List.of("RS256", "ES256") : texts)
        .stream().map(JWSAlgorithm::parse).collect(Collectors.toUnmodifiableSet());
  }

  private static Map<String, Role> roles(Map<String, String> texts) {
    Map<String, Role> roles = new HashMap<>();
    texts.forEach(
        (group, role) ->
            roles.put(
                group,
                Role.of(role)
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                "'roles." + group + "': admin, operator or agent"))));
    if (roles.isEmpty()) {
      throw new IllegalArgumentException("'roles' maps at least one group to a role");
    }
    return Map.copyOf(roles);
  }

  /** Written as one text a group: {@code "alpha, beta"} or {@code "*"}. */
  private static Map<String, List<String>> projects(Map<String, String> texts) {
    Map<String, List<String>> projects = new HashMap<>();
    texts.forEach(
        (group, text) -> {
          List<String> named = Arrays.stream(text.split(",")).map(String::strip).toList();
          if (!named.stream().allMatch(ForeignIssuer::isGrant)) {
            throw new IllegalArgumentException(
                "'projects." + group + "': ids of projects with commas between, or *");
          }
          projects.put(group, named);
        });
    return Map.copyOf(projects);
  }

  private static Set<String> atLeastOne(String field, List<String> texts) {
    if (texts.isEmpty()) {
      throw new IllegalArgumentException("'" + field + "' names at least one");
    }
    return Set.copyOf(texts);
  }

  private static void requireDistinct(List<ForeignIssuer> issuers) {
    Set<String> names = new HashSet<>();
    for (ForeignIssuer each : issuers) {
      if (!names.add("name " + each.name()) || !names.add("iss " + each.issuer())) {
        throw new IllegalArgumentException("issuer " + each.name() + " is there twice");
      }
    }
    if (issuers.size() > MOST) {
      throw new IllegalArgumentException("more than " + MOST + " issuers");
    }
  }
}
