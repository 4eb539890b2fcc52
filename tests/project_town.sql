-- Projects whose pages are worked out by hand; tests/test_answers_project.py does.
-- P1: plan raised, then lowered; a month missing; a cumulative that fell; problems that come back.
-- P2: a package of P3 and P4. P5: not begun. P6: ended in 2021. P7: nothing but a name.
insert into department (department_id, name, kind) values ('D1', '局一', '市直');
insert into leader (leader_id, name, position) values ('L1', '甲领导', '副市长'), ('L2', '乙领导', null);
insert into county (county_id, name) values ('X', '东');
insert into chain (chain_id, name, name_en, department_id, valid_from) values ('C1', '一链', 'One', 'D1', '2021-01-01');
insert into chain_leader (chain_id, leader_id, role, from_date) values ('C1', 'L1', '链长', '2021-01-01');
insert into liaison (liaison_id, chain_id, name) values ('N1', 'C1', '联甲');
insert into enterprise (uscc, name, county_id, industry_code, size_class, is_leading, status)
    values ('91430500MA00000220', '甲厂', 'X', 'C35', '规上', true, '正常'), ('91350100M000100Y43', '甲厂', 'X', 'C35', '规上', false, '注销'),
           ('91430500MA00000510', '同名厂', 'X', 'C35', '规上', false, '正常'), ('91430510MAGW5J979H', '同名厂', 'X', 'C35', '规上', false, '正常');
insert into issue (issue_id, uscc, raised_on, source, category, title, county_id, task_force, due_on)
    values ('I1', '91430500MA00000220', '2022-09-01', '干部走访', '用地', '土地证', 'X', '工业', '2022-09-20');
insert into visit (visit_id, cadre_id, uscc, visited_on) values ('V1', 'K1', '91430500MA00000220', '2022-11-01');
update issue set closed_on = '2022-09-10', result = '已办证';
insert into submission (submission_id, edition, dataset, file_name, sheet, sha256, submitted_at, submitted_by, rows_added, rows_changed, rows_same)
    values (1, 1, 'project_plan', '计划.xlsx', '年初', 'a', '2022-01-10 09:00:00', '张三', 9, 0, 0),
           (2, 2, 'project_month', '六月.csv', null, 'b', '2022-07-05 10:00:00', '李四', 9, 0, 0),
           (3, 3, 'project_plan', '调整.xlsx', '调整', 'c', '2022-07-20 11:00:00', '王五', 2, 0, 0),
           (4, 5, 'project_month', '十月.csv', null, 'd', '2022-11-05 10:00:00', '李四', 9, 0, 0);
insert into light_rule (edition, name, text, made_by, made_at)
    values (2, 'wuhan', '{"w": 1}', '管理员', '2022-07-01 08:00:00'), (4, 'sanya_2022', '{"s": 1}', '管理员', '2022-10-01 08:00:00');
insert into project (project_id, name, chain_id, county_id, builder, nature, content, total_investment, leader_id, sector, parent_id,
                     planned_start, actual_start, planned_production, actual_production, planned_finish, actual_finish, registered_on, submission_id, source_row)
    values ('P1', '<b>一</b>号', 'C1', 'X', ' 甲厂', '新建', '厂房', 900, 'L1', '工业', null,
            '2022-03-01', '2022-02-20', '2022-10-31', null, '2022-09-30', null, '2022-03-22', 1, 2),
           ('P2', '打捆', 'C1', 'X', '同名厂', '新建', null, 500, 'L2', '基础设施', null,
            '2022-01-01', '2022-01-01', null, null, '2023-12-31', null, null, 1, 3),
           ('P3', '打捆一', null, 'X', null, '新建', null, 300, null, null, 'P2', null, null, null, null, null, null, null, 1, 4),
           ('P4', '打捆二', 'C1', 'X', '无此厂', '新建', null, 200, null, null, 'P2', null, null, null, null, null, null, null, 1, 5),
           ('P5', '未开工', 'C1', 'X', null, '新建', null, 100, null, null, null,
            '2022-09-15', null, '2024-01-01', null, '2023-12-31', null, null, 1, 6),
           ('P6', '已完', 'C1', 'X', null, '新建', null, 100, null, null, null,
            '2020-05-01', '2020-05-11', '2021-10-01', '2021-10-01', '2021-11-30', '2021-11-20', null, 1, 7),
           ('P7', '只有名', null, 'X', null, '新建', null, 100, null, null, null, null, null, null, null, null, null, null, null, null);
insert into project_level (project_id, level, submission_id, source_row) values ('P1', '省重点', 1, 2), ('P1', '市重点', 1, 3);
insert into project_plan (project_id, year, version, annual_plan, q1_target, q2_target, q3_target, q4_target, change_reason, submission_id, source_row)
    values ('P1', 2021, 1, 50, null, null, null, null, null, 1, 2),
           ('P1', 2022, 1, 100, 10, 40, 70, 100, null, 1, 3),
           ('P1', 2022, 2, 250, 10, 60, 120, 250, '扩产', 3, 2),
           ('P1', 2022, 3, 200, 10, 60, 120, 200, '|调减|', 3, 3),
           ('P3', 2022, 1, 60, null, null, null, null, null, 1, 4), ('P4', 2022, 1, 40, null, null, null, null, null, 1, 5),
           ('P6', 2021, 1, 80, null, null, null, null, null, 1, 6);
insert into project_month (project_id, month, invested_ytd, progress, problem, submission_id, source_row)
    values ('P1', '2021-12', 55, '场平', null, 1, 9),
           ('P1', '2022-05', 30, '基础', '用地', 2, 2), ('P1', '2022-06', 50, '基础', ' 用地 ', 2, 3), ('P1', '2022-07', 45, '主体', '  ', 4, 2),
           ('P1', '2022-09', 120, '主体', '融资', 4, 3), ('P1', '2022-10', 150, '封顶', '用地', 4, 4),
           ('P3', '2022-10', 30, null, null, 4, 5), ('P4', '2022-08', 10, null, null, 2, 4), ('P4', '2022-10', 50, null, null, 4, 6),
           ('P6', '2021-02', 5, null, null, 1, 9), ('P6', '2021-12', 84, '投产', '环评', 1, 10);
insert into dispatch (project_id, month, resolution, owner, due_on, done_on, submission_id, source_row)
    values ('P1', '2022-08', '供地', '局一', '2022-09-15', '2022-09-10', 4, 8), ('P1', '2022-09', '融资', '局二', '2022-10-20', null, 4, 9),
           ('P1', '2022-10', '用电', null, null, null, 4, 10), ('P5', '2022-10', null, null, null, null, 4, 11);
