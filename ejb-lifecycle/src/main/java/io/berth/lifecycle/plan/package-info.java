/**
 * From a description in words to tasks on a board, and where they go among those that are there.
 */
package io.berth.lifecycle.plan;
