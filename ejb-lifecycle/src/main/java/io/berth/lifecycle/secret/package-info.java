/**
 * How secrets that others prove themselves with are kept: as Argon2id hashes, few computed at once.
 */
package io.berth.lifecycle.secret;
