-- Twenty projects chosen to be nasty; tests/test_answers_status.py works them out once more.
insert into department (department_id, name, kind) values ('D1', '局', '市直');
insert into leader (leader_id, name) values ('L1', '甲'), ('L2', '乙');
insert into county (county_id, name) values ('X', '东'), ('Y', '西');
insert into chain (chain_id, name, name_en, department_id, valid_from)
    values ('C1', '一链', 'One', 'D1', '2020-01-01'), ('C2', '二链', 'Two', 'D1', '2020-01-01');
insert into project (project_id, name, chain_id, county_id, leader_id, nature, sector, total_investment, planned_start, actual_start, actual_finish, parent_id)
    values ('N01', '有季度目标', 'C1', 'X', 'L1', '新建', '工业', 900, '2022-01-01', '2022-01-01', null, null),
           ('N02', '无计划', 'C1', 'X', 'L1', '新建', '工业', 900, '2022-01-01', '2022-01-01', null, null),
           ('N03', '零计划', 'C1', 'X', 'L2', '新建', '农业', 900, '2022-01-01', '2022-01-01', null, null),
           ('N04', '超过三倍', 'C1', 'Y', 'L1', '续建', '工业', 900, '2021-01-01', '2021-01-01', null, null),
           ('N05', '提前开工', 'C2', 'X', 'L2', '新建', null, 900, '2023-01-01', '2022-02-01', null, null),
           ('N06', '三个名单', 'C2', 'Y', 'L1', '技改', '工业', 900, '2022-01-01', '2022-01-01', null, null),
           ('N07', '总项目', 'C1', 'X', 'L1', '新建', '工业', 900, '2022-01-01', '2022-01-01', null, null),
           ('N08', '分项目一', 'C1', 'X', 'L1', '新建', '工业', 500, '2022-01-01', '2022-01-01', null, 'N07'),
           ('N09', '分项目二', 'C2', 'Y', 'L1', '新建', '工业', 400, '2022-01-01', '2022-01-01', null, 'N07'),
           ('N10', '计划两次上调', 'C1', 'X', 'L2', '扩建', '服务业', 900, '2022-01-01', '2022-01-01', null, null),
           ('N11', '缺一个月', 'C2', 'X', null, '新建', '工业', 900, '2022-01-01', '2022-01-01', null, null),
           ('N12', '累计下降', 'C2', 'Y', 'L2', '新建', '工业', 900, '2022-01-01', '2022-01-01', null, 'N12'),
           ('N13', '五月竣工', 'C1', 'Y', 'L1', '续建', '工业', 900, '2020-01-01', '2020-01-01', '2022-05-31', null),
           ('N14', '十二月竣工', 'C1', 'Y', 'L1', '续建', '工业', 900, '2020-01-01', '2020-01-01', '2022-12-31', null),
           ('N15', '目标不全', null, 'Y', 'L1', '新建', '工业', 900, '2022-01-01', '2022-01-01', null, null),
           ('N16', '分项目没有数', 'C2', 'X', 'L1', '新建', '工业', 900, '2022-01-01', '2022-01-01', null, null),
           ('N17', '没有数的分项目', 'C2', 'X', 'L1', '新建', '工业', 900, '2022-01-01', '2022-01-01', null, 'N16'),
           ('N18', '总包', 'C2', 'X', 'L1', '新建', '工业', 900, '2022-01-01', '2022-01-01', null, null),
           ('N19', '总包之下', 'C2', 'X', 'L1', '新建', '工业', 900, '2022-01-01', '2022-01-01', null, 'N18'),
           ('N20', '下面的分项目', 'C2', 'Y', 'L1', '新建', '工业', 900, '2022-01-01', '2022-01-01', null, 'N19');
insert into project_level (project_id, level)
    values ('N01', '市重点'), ('N02', '市重点'), ('N03', '市重点'), ('N04', '省重点'), ('N06', '省三高四新'), ('N06', '省重点'),
           ('N06', '市重点'), ('N07', '市重点'), ('N08', '市重点'), ('N09', '省重点'), ('N10', '市重点'), ('N11', '市重点'),
           ('N12', '省重点'), ('N13', '市重点'), ('N14', '省重点'), ('N18', '省重点'), ('N20', '市重点');
insert into project_plan (project_id, year, version, annual_plan, q1_target, q2_target, q3_target, q4_target, submission_id)
    values ('N01', 2022, 1, 200, 20, 80, 140, 200, 1), ('N03', 2022, 1, 0, null, null, null, null, 1),
           ('N04', 2022, 1, 100, 10, 20, 30, 100, 1), ('N04', 2021, 1, 60, null, null, null, null, 1),
           ('N06', 2022, 1, 300, 0, 0, 150, 300, 1), ('N07', 2022, 1, 500, null, null, null, null, 1),
           ('N08', 2022, 1, 300, null, null, null, null, 1), ('N09', 2022, 1, 200, 50, 100, 150, 200, 1),
           ('N10', 2022, 1, 100, 25, 50, 75, 100, 1), ('N10', 2022, 2, 150, 30, 60, 90, 150, 1), ('N10', 2022, 3, 240, 40, 80, 160, 240, 2),
           ('N11', 2022, 1, 120, null, null, null, null, 1), ('N12', 2022, 1, 100, null, null, null, null, 1),
           ('N13', 2022, 1, 80, null, null, null, null, 1), ('N14', 2022, 1, 90, 60, 70, 80, 90, 1),
           ('N15', 2022, 1, 60, 10, null, null, null, 1), ('N16', 2022, 1, 70, null, null, null, null, 1),
           ('N18', 2022, 1, 90, null, null, null, null, 1), ('N20', 2022, 1, 60, null, null, null, null, 1);
insert into project_month (project_id, month, invested_ytd, submission_id)
    values ('N01', '2022-09', 140, 3), ('N01', '2022-10', 150, 4), ('N02', '2022-10', 5, 4), ('N03', '2022-10', 7, 4),
           ('N04', '2021-10', 30, null), ('N04', '2022-09', 250, 3), ('N04', '2022-10', 330, 4), ('N05', '2022-10', 12, 4),
           ('N06', '2022-03', 6, 3), ('N06', '2022-09', 100, 3), ('N06', '2022-10', 199.5, 4), ('N07', '2022-09', 333, 3), ('N07', '2022-10', 444, 4),
           ('N08', '2022-09', 100, 3), ('N08', '2022-10', 150, 4), ('N10', '2022-09', 100, 3), ('N10', '2022-10', 120, 4),
           ('N11', '2022-09', 60, 3), ('N12', '2022-09', 80, 3), ('N12', '2022-10', 70, 4), ('N13', '2022-03', 80, 3),
           ('N14', '2022-10', 60, 4), ('N15', '2022-10', 50, 4), ('N16', '2022-10', 35, 4), ('N18', '2022-10', 45, 4), ('N20', '2022-10', 30, 4);
insert into submission (submission_id, edition, dataset, file_name, sha256, submitted_at, submitted_by, rows_added, rows_changed, rows_same, rows_removed)
    values (1, 1, 'project_plan', '计划.xlsx', 'a', '2022-01-05 09:00:00', '张', 15, 0, 0, 0),
           (2, 2, 'project_plan', '调整.xlsx', 'b', '2022-07-05 09:00:00', '李', 1, 0, 0, 0),
           (3, 3, 'project_month', '九月.xlsx', 'c', '2022-10-03 09:00:00', '张', 9, 0, 0, 0),
           (4, 4, 'project_month', '十月.xlsx', 'd', '2022-11-03 09:00:00', '王', 14, 0, 0, 0);
-- Past years: 2019 ends in November, 2020 is complete with a month missing for one project, 2021 stops.
insert into project_month (project_id, month, invested_ytd)
    select 'N13', '2020-' || lpad(number::varchar, 2, '0'), number * 10 from range(1, 13) as t(number)
    union all
    select 'N14', '2020-' || lpad(number::varchar, 2, '0'), greatest(number - 6, 0) * 10
    from range(1, 13) as t(number) where number <> 8
    union all
    select 'N14', '2019-' || lpad(number::varchar, 2, '0'), number from range(1, 12) as t(number);
