import { decryptEvidence, type Places, type Right, readEvidence } from './shared-rights.ts';

/** Starts the run as a task, follows and stops it. Writes no evidence, reads no source: the task does. */
export function operatorRights(places: Places): readonly Right[] {
  const { region, account, cluster, roleArn } = places;
  const ecs = `arn:aws:ecs:${region}:${account}`;
  const here = { ArnEquals: { 'ecs:cluster': `${ecs}:cluster/${cluster}` } };
  return [
    {
      id: 'StartRun',
      why: 'run items on demand as the approved task, on its cluster; every start stands in the trail',
      actions: ['ecs:RunTask'],
      on: [`${ecs}:task-definition/${cluster}:*`],
      when: here,
    },
    {
      id: 'HandOverRoles',
      why: 'the task takes its own two roles; no other role can be given to it, and these to nothing else',
      actions: ['iam:PassRole'],
      on: [roleArn('runner'), roleArn('execution')],
      when: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    },
    {
      id: 'FollowRun',
      why: 'see how a task of this cluster stands, and stop it',
      actions: ['ecs:DescribeTasks', 'ecs:StopTask'],
      on: [`${ecs}:task/${cluster}/*`],
      when: here,
    },
    {
      id: 'ReadRunLog',
      why: 'what the run said',
      actions: ['logs:FilterLogEvents', 'logs:GetLogEvents'],
      on: [`arn:aws:logs:${region}:${account}:log-group:${places.logGroup}:*`],
    },
    ...readEvidence(places),
    decryptEvidence(places),
  ];
}
