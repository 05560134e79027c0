/**
 * The warm pool: processes of the built-in KM that run before any project needs them. One thread
 * fills, heals and renews it in the background, one process at a time; a start takes one out, and
 * goes without if there is none.
 */
package io.berth.connector.warm;
