/**
 * Projects whose data is encrypted at rest: a key for each, wrapped by a master key; how keys come
 * into being, are handed to a start, and are changed. What encrypts is the built-in KM.
 */
package io.berth.lifecycle.encryption;
