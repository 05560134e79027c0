/**
 * Answers of KMs that may be given again: by project, epoch and question, never across projects.
 */
package io.berth.gateway.cache;
