/**
 * The one Infinispan cache manager of a node, its catalogue of caches, and the levels on top of it.
 * It knows nothing of projects' processes, of the gateway or of the database: keys are text, values
 * are bytes. What is here is a fast copy; losing all of it costs speed, never data.
 */
package io.berth.cache;
