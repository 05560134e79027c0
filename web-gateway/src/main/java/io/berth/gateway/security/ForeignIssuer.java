package io.berth.gateway.security;

import com.nimbusds.jose.JWSAlgorithm;
import io.berth.connector.api.ProjectId;
import java.net.URI;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An OpenID Connect issuer whose tokens are accepted, and what they mean here. Made from the file
 * of issuers at start; immutable.
 *
 * @param name what its subjects are known by here: {@code name:subject}
 * @param issuer the claim {@code iss}, exactly
 * @param audiences one of them must be in the claim {@code aud}
 * @param jwksUrl where its keys are published
 * @param algorithms which signatures are accepted; none of them symmetric
 * @param subjectClaim who the holder is
 * @param groupsClaim where its groups or roles stand; a dot goes into an object
 * @param roles what a group may do here
 * @param projects what a group is granted; {@code *} for all
 * @param projectsClaim a claim with further projects, if it is trusted to name them
 * @param namesAgents whether its subjects are our agents, without the issuer's name before them
 */
record ForeignIssuer(
    String name,
    String issuer,
    Set<String> audiences,
    URI jwksUrl,
    Set<JWSAlgorithm> algorithms,
    String subjectClaim,
    String groupsClaim,
    Map<String, Role> roles,
    Map<String, List<String>> projects,
    Optional<String> projectsClaim,
    boolean namesAgents) {

  /** What these groups are granted, and the projects that the token names itself. */
  Grants grants(Collection<String> groups, Collection<String> named) {
    Set<String> entries = new HashSet<>(named);
    groups.forEach(group -> entries.addAll(projects.getOrDefault(group, List.of())));
    return Grants.of(entries);
  }

  /** The name of its subject here. */
  String subject(String theirs) {
    return namesAgents ? theirs : name + ":" + theirs;
  }

  /** Whether the text may stand in a list of projects. */
  static boolean isGrant(String text) {
    return text.equals("*") || ProjectId.isValid(text);
  }
}
