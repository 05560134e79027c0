/**
 * Brings a version of a runtime to the projects that use it: step by step, watched, and back again
 * when it is not well. The policy is pure; one node drives it; everything it decided is in
 * PostgreSQL before it is done.
 */
package io.berth.lifecycle.rollout;
