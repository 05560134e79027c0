/**
 * The built-in Knowledge Manager on disk: unpacked once for each content, with its native library,
 * and an archive of loaded classes for each JDK that runs it.
 */
package io.berth.connector.install;
