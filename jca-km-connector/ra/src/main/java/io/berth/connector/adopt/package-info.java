/**
 * What runs on this machine from before a restart of Berth, and what to do with each of it. Decides
 * only; the supervisor acts.
 */
package io.berth.connector.adopt;
